// What is to be corrected, above the form; it takes focus after each refused submit.

import { useEffect, useRef } from "react";

export const Summary = ({ mistakes, errors, onFollow }) => {
  const heading = useRef(null);
  useEffect(() => heading.current.focus(), []);

  const follow = (event, name) => {
    event.preventDefault();
    onFollow(name);
  };

  const count = mistakes.length === 1 ? "is 1 thing" : `are ${mistakes.length} things`;
  return (
    <section className="summary" role="alert">
      <h3 tabIndex={-1} ref={heading}>
        There {count} to correct
      </h3>
      <ul>
        {mistakes.map(({ name }) => (
          <li key={name}>
            <a href={`#${name}`} onClick={(event) => follow(event, name)}>
              {errors[name].message}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
};
