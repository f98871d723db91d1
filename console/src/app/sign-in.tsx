// Signing in with a pasted token.
import { useState } from "preact/hooks";
import { Button } from "../ui/button.js";
import { TextField } from "../ui/form.js";
import { Art } from "../ui/icons.js";
import { usePageStart } from "../ui/layout.js";
import { t } from "../ui/texts.js";
import { signedOutBecause, signIn } from "./account.js";

export function SignIn() {
  const [token, setToken] = useState("");
  const heading = usePageStart("sign-in", t("signin.title"));
  const because = signedOutBecause.value;

  function submit(event: Event) {
    event.preventDefault();
    signIn(token.trim());
  }

  return (
    <section class="stage" data-testid="sign-in">
      <div class="words">
        <h1 ref={heading} tabIndex={-1}>
          {t("signin.title")}
        </h1>
        <p class="lead">{t("signin.lead")}</p>
        <form class="form" noValidate onSubmit={submit}>
          <TextField
            label={t("signin.token")}
            type="password"
            value={token}
            onValue={setToken}
            error={because === null ? undefined : t(`signin.${because}`)}
            testid="token-input"
          />
          <p>
            <Button kind="primary" big submit testid="enter">
              {t("signin.enter")}
            </Button>
          </p>
        </form>
      </div>
      <Art state="apart" />
    </section>
  );
}
