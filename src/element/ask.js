// Asks the page whether a client may be created, before anything is sent.

// Dispatches the event by `dispatch` and waits for every promise that the page hands in. Resolves with
// `{ values }`, the fields that the page changed; with `{ message, fields }`, why it refuses; or with
// null, where it cancels.
export const ask = async (values, dispatch) => {
  const given = { ...values };
  const promises = [];
  let over = false;
  const waitUntil = (promise) => {
    // Else a page that comes too late would believe that it was heard.
    if (over) throw new DOMException("roosted-before-create is over", "InvalidStateError");
    promises.push(promise);
  };
  // Not on top of the module, which called this: what the page does may lead back into it.
  await null;
  const event = dispatch({ values, waitUntil });
  over = true;
  let refusal;
  try {
    await Promise.all(promises);
  } catch (reason) {
    const { message, fields } = reason ?? {};
    refusal = { message, fields: Array.isArray(fields) ? fields : [] };
  }
  if (event.defaultPrevented) return null;
  if (refusal) return refusal;
  const changed = {};
  for (const name in given) {
    // A field that the page took away is empty.
    if (values[name] !== given[name]) changed[name] = values[name] ?? null;
  }
  return { values: changed };
};
