// The inputs of the levels: a row each, with their rewards.
import { Button, IconButton } from "../../../ui/button.js";
import { SelectField, TextField } from "../../../ui/form.js";
import type { FieldError } from "../logic/fields.js";
import { t } from "../phrases/rules.js";
import { fieldErrorAt } from "./field-errors.js";
import type { FormProps } from "./kind.js";
import { type LevelDraft, NEW_REWARD, type RewardDraft } from "./level-drafts.js";

export function LevelsForm({ draft, fieldErrors, onDraft }: FormProps<readonly LevelDraft[]>) {
  const add = () => {
    const last = Number(draft.at(-1)?.threshold ?? -100);
    onDraft([
      ...draft,
      { id: null, threshold: Number.isFinite(last) ? String(last + 100) : "", name: "", rewards: [] },
    ]);
  };
  return (
    <>
      <p class="small">{t("level.once")}</p>
      <ol class="levels">
        {draft.map((level, index) => (
          <li key={index}>
            <LevelRow
              level={level}
              index={index}
              fieldErrors={fieldErrors}
              onLevel={(next) => onDraft(draft.with(index, next))}
              onRemove={() => onDraft(draft.toSpliced(index, 1))}
            />
          </li>
        ))}
      </ol>
      <div class="row">
        <Button icon="plus" onPress={add} testid="level-add">
          {t("level.add")}
        </Button>
      </div>
    </>
  );
}

interface LevelProps {
  readonly level: LevelDraft;
  readonly index: number;
  readonly fieldErrors: readonly FieldError[];
  readonly onLevel: (level: LevelDraft) => void;
  readonly onRemove: () => void;
}

function LevelRow({ level, index, fieldErrors, onLevel, onRemove }: LevelProps) {
  const path = `levels.${index}`;
  const number = index + 1;
  const rewards = (next: readonly RewardDraft[]) => onLevel({ ...level, rewards: next });
  return (
    <fieldset class="level" data-testid="level">
      <legend>{t("level", { level: number })}</legend>
      <div class="pair">
        <TextField
          label={t("threshold")}
          inputMode="numeric"
          value={level.threshold}
          error={fieldErrorAt(fieldErrors, `${path}.threshold`)}
          onValue={(threshold) => onLevel({ ...level, threshold })}
          testid={`level-${index}-threshold`}
        />
        <TextField
          label={t("name")}
          value={level.name}
          maxLength={60}
          error={fieldErrorAt(fieldErrors, `${path}.name`)}
          onValue={(name) => onLevel({ ...level, name })}
          testid={`level-${index}-name`}
        />
      </div>
      {level.rewards.map((reward, place) => (
        <RewardRow
          key={place}
          reward={reward}
          path={`${path}.rewards.${place}`}
          remove={t("reward.remove", { n: place + 1, level: number })}
          fieldErrors={fieldErrors}
          onReward={(next) => rewards(level.rewards.with(place, next))}
          onRemove={() => rewards(level.rewards.toSpliced(place, 1))}
        />
      ))}
      <div class="row">
        <Button icon="plus" onPress={() => rewards([...level.rewards, NEW_REWARD])}>
          {t("reward.add")}
        </Button>
        <IconButton icon="trash" label={t("level.remove", { level: number })} onPress={onRemove} />
      </div>
    </fieldset>
  );
}

interface RewardProps {
  readonly reward: RewardDraft;
  readonly path: string;
  /** The name of the button that removes it. */
  readonly remove: string;
  readonly fieldErrors: readonly FieldError[];
  readonly onReward: (reward: RewardDraft) => void;
  readonly onRemove: () => void;
}

const TYPES = ["wallet", "points", "tag"] as const;

function RewardRow({ reward, path, remove, fieldErrors, onReward, onRemove }: RewardProps) {
  const field = (name: "amount" | "currency" | "tag", hint?: string) => (
    <TextField
      label={t(name)}
      hint={hint}
      value={reward[name]}
      error={fieldErrorAt(fieldErrors, `${path}.${name}`)}
      onValue={(text) => onReward({ ...reward, [name]: text })}
    />
  );
  return (
    <div class="reward">
      <SelectField
        label={t("reward.type")}
        value={reward.type}
        options={TYPES.map((value) => ({ value, label: t(`reward.${value}`) }))}
        onValue={(type) => onReward({ ...reward, type })}
      />
      {reward.type === "tag" ? field("tag") : field("amount", t("amount.hint"))}
      {reward.type === "wallet" && field("currency", t("currency.hint"))}
      <IconButton icon="trash" label={remove} onPress={onRemove} />
    </div>
  );
}
