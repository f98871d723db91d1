// Fields of forms: each with its label, what helps, and what is wrong.
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";

interface FieldProps {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
  /** Renders the control; what it is given ties it to label, hint and error. */
  readonly children: (control: ControlProps) => ComponentChildren;
}

export interface ControlProps {
  readonly id: string;
  readonly "aria-describedby": string | undefined;
  readonly "aria-invalid": boolean | undefined;
}

export function Field({ label, hint, error, children }: FieldProps) {
  const id = useId();
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children({ id, "aria-describedby": described || undefined, "aria-invalid": error ? true : undefined })}
      {hint && (
        <p id={`${id}-hint`} class="small">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} class="trouble" role="alert">
          {error}
        </p>
      )}
    </div>
  );
}

type InputProps = Omit<FieldProps, "children"> & {
  readonly value: string;
  readonly onValue: (value: string) => void;
  readonly testid?: string;
  readonly type?: "text" | "password" | "search" | "number" | "date" | "datetime-local";
  readonly inputMode?: "numeric" | "decimal";
  readonly maxLength?: number;
  readonly placeholder?: string;
  readonly required?: boolean;
  readonly autofocus?: boolean;
};

/** A line of text. */
export function TextField({ label, hint, error, value, onValue, testid, ...rest }: InputProps) {
  // Preact tells apart what each type takes besides; all of these take the same here.
  const type = (rest.type ?? "text") as "text";
  return (
    <Field label={label} hint={hint} error={error}>
      {(control) => (
        <input
          {...rest}
          {...control}
          type={type}
          spellcheck={false}
          autocomplete="off"
          value={value}
          data-testid={testid}
          onInput={(event) => onValue(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}

interface SelectProps<T extends string> extends Omit<FieldProps, "children"> {
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly label: string }[];
  readonly onValue: (value: T) => void;
  readonly testid?: string;
}

/** One of a few. */
export function SelectField<T extends string>({ label, hint, error, ...rest }: SelectProps<T>) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(control) => (
        <select
          {...control}
          value={rest.value}
          data-testid={rest.testid}
          onChange={(event) => rest.onValue(event.currentTarget.value as T)}
        >
          {rest.options.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

/** Yes or no. */
export function CheckField({ label, checked, onValue, testid }: CheckProps) {
  return (
    <label class="toggle">
      <input
        type="checkbox"
        checked={checked}
        data-testid={testid}
        onChange={(event) => onValue(event.currentTarget.checked)}
      />
      <span>{label}</span>
    </label>
  );
}

interface CheckProps {
  readonly label: string;
  readonly checked: boolean;
  readonly onValue: (checked: boolean) => void;
  readonly testid?: string;
}

/** A group of toggle buttons of which one is pressed. */
export function Segments<T extends string>({ label, value, options, onValue, testid }: SegmentsProps<T>) {
  return (
    <div class="segments" role="group" aria-label={label}>
      {options.map((one) => (
        <button
          key={one.value}
          type="button"
          lang={one.lang}
          aria-pressed={one.value === value}
          data-testid={testid && `${testid}-${one.value}`}
          onClick={() => onValue(one.value)}
        >
          {one.label}
        </button>
      ))}
    </div>
  );
}

interface SegmentsProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly label: string; readonly lang?: string }[];
  readonly onValue: (value: T) => void;
  readonly testid?: string;
}
