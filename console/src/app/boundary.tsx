// An error boundary: a page that throws while rendering leaves the frame and the other pages intact.
import { Component, type ComponentChildren } from "preact";
import { Button } from "../ui/button.js";
import { Page } from "../ui/layout.js";
import { t } from "../ui/texts.js";

interface BoundaryProps {
  /** The current address; the error is reset when it changes. */
  readonly at: string;
  readonly children: ComponentChildren;
}

interface BoundaryState {
  /** Where it broke; `null` where nothing did. */
  readonly brokenAt: string | null;
}

export class Boundary extends Component<BoundaryProps, BoundaryState> {
  override state: BoundaryState = { brokenAt: null };

  override componentDidCatch(error: unknown): void {
    // For whoever looks into the console; it is sent nowhere.
    console.error(error);
    this.setState({ brokenAt: this.props.at });
  }

  override render({ at, children }: BoundaryProps, { brokenAt }: BoundaryState) {
    return brokenAt === at ? <Broken /> : children;
  }
}

function Broken() {
  return (
    <Page view="broken" title={t("app.broken")} lead={t("app.broken_lead")}>
      <p>
        <Button kind="primary" icon="refresh" onPress={() => location.reload()} testid="reload">
          {t("app.reload")}
        </Button>
      </p>
    </Page>
  );
}
