// The inputs of a flat document.
import { useId } from "preact/hooks";
import { CheckField, Field as Labelled, TextField } from "../../../ui/form.js";
import type { Draft, Field } from "../logic/fields.js";
import { t } from "../phrases/rules.js";
import { fieldErrorAt } from "./field-errors.js";
import type { FormProps } from "./kind.js";

export function FieldsForm({ fields, draft, fieldErrors, onDraft }: FormProps<Draft> & { fields: readonly Field[] }) {
  const put = (path: string, value: string | boolean) => onDraft({ ...draft, [path]: value });
  const flags = fields.filter(({ kind }) => kind === "flag");
  return (
    <>
      <div class="pair">
        {fields.map((field) => {
          if (field.kind === "flag") return null;
          const value = String(draft[field.path] ?? "");
          const shared = { ...words(field.path), error: fieldErrorAt(fieldErrors, field.path), value };
          const input = { ...shared, onValue: (text: string) => put(field.path, text), testid: `field-${field.path}` };
          if (field.kind === "zone") return <ZoneField key={field.path} {...input} />;
          const mode = field.kind === "integer" ? ({ inputMode: "numeric" } as const) : {};
          return <TextField key={field.path} {...input} {...mode} required={field.optional !== true} />;
        })}
      </div>
      {flags.map(({ path }) => (
        <CheckField
          key={path}
          label={words(path).label}
          checked={draft[path] === true}
          onValue={(checked) => put(path, checked)}
          testid={`field-${path}`}
        />
      ))}
    </>
  );
}

/** What a field is called, and what helps to fill it in. */
function words(path: string): { label: string; hint?: string } {
  const hint = `${path}.hint`;
  return { label: t.known(path) ? t(path) : path, ...(t.known(hint) ? { hint: t(hint) } : {}) };
}

interface ZoneProps {
  readonly label: string;
  readonly hint?: string;
  readonly error: string | undefined;
  readonly value: string;
  readonly onValue: (value: string) => void;
  readonly testid: string;
}

/** A time zone, with completion from those that the browser knows. */
function ZoneField({ label, hint, error, value, onValue, testid }: ZoneProps) {
  const list = useId();
  return (
    <Labelled label={label} hint={hint} error={error}>
      {(control) => (
        <>
          <input
            type="text"
            spellcheck={false}
            autocomplete="off"
            list={list}
            {...control}
            value={value}
            data-testid={testid}
            onInput={(event) => onValue(event.currentTarget.value)}
          />
          <datalist id={list}>
            {Intl.supportedValuesOf("timeZone").map((zone) => (
              <option key={zone} value={zone} />
            ))}
          </datalist>
        </>
      )}
    </Labelled>
  );
}
