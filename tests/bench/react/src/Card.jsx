// What was created, field by field.

import { useEffect, useRef } from "react";

export const Card = ({ client, onNext }) => {
  const heading = useRef(null);
  useEffect(() => heading.current.focus(), []);

  return (
    <section className="card">
      <h2 tabIndex={-1} ref={heading}>
        Client created
      </h2>
      <button type="button" onClick={onNext}>
        Create another client
      </button>
      <dl>
        {Object.entries(client).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value === null ? "–" : String(value)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
};
