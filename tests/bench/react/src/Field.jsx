// One field: label, hint, input, and what to put right.

export const Field = ({ field, register, error }) => {
  const { name, label, hint, required, limit, capitals = "none", keyboard = "text" } = field;
  const described = [hint && `${name}-hint`, error && `${name}-error`].filter(Boolean).join(" ");
  const input = {
    id: name,
    autoComplete: "off",
    autoCapitalize: capitals,
    spellCheck: false,
    dir: "auto",
    "aria-required": required,
    "aria-invalid": error ? true : undefined,
    "aria-describedby": described || undefined,
    ...register(name),
  };

  return (
    <div className="field" data-wrong={error ? "" : undefined}>
      <label htmlFor={name}>
        {label}
        {required && <span> (required)</span>}
      </label>
      {hint && (
        <p className="hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
      {limit > 255 ? <textarea rows={3} {...input} /> : <input type="text" inputMode={keyboard} {...input} />}
      <div className="foot">
        {error && (
          <p className="error" id={`${name}-error`}>
            {error.message}
          </p>
        )}
      </div>
    </div>
  );
};
