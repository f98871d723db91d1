// Changing what may move in a wallet.
import type { Schemas } from "@heartlink/client";
import { useState } from "preact/hooks";
import { me } from "../../../app/account.js";
import { SelectField } from "../../../ui/form.js";
import { toast } from "../../../ui/toasts.js";
import { t } from "../phrases/wallets.js";
import { ReasonDialog } from "../reason-dialog.js";

type WalletView = Schemas["WalletView"];

const STATUSES = ["active", "no_withdraw", "frozen"] as const;

interface StatusProps {
  readonly wallet: WalletView;
  readonly onChange: (next: WalletView) => void;
  readonly onClose: () => void;
}

export function StatusDialog({ wallet, onChange, onClose }: StatusProps) {
  const { client } = me();
  const [status, setStatus] = useState(wallet.status);
  return (
    <ReasonDialog
      title={t("status.change")}
      yes={t("status.change")}
      danger={status === "frozen"}
      onYes={async (reason) => {
        const { user_id: user, currency } = wallet;
        const next = await client.wallet.status(user, { status, reason, currency });
        onChange(next);
        toast("done", t("status.changed", { status: t(next.status) }));
      }}
      onClose={onClose}
      testid="status-dialog"
    >
      <SelectField
        label={t("status")}
        hint={t(`${status}.hint`)}
        value={status}
        options={STATUSES.map((value) => ({ value, label: t(value) }))}
        onValue={setStatus}
        testid="status-select"
      />
    </ReasonDialog>
  );
}
