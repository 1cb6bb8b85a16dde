// The accessibility tree, as a screen reader meets it: roles, names, descriptions, states, in order.

const TOLD = ["level", "focused", "invalid", "required", "readonly", "disabled", "live", "busy"];
const SILENT = new Set(["none", "generic", "InlineTextBox", "LineBreak", "ListMarker", "LabelText"]);

// Without what another run would say in another way: when it was sent, and how long ago. A date stays.
const still = (text) => text.replace(/^(\D+)\p{Nd}{1,2}:\p{Nd}{2}.*/u, "$1…").replaceAll("\n", "⏎");

const nodesOf = async (page) => {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send("Accessibility.getFullAXTree");
  await session.detach();
  return nodes;
};

// Every name and description in the page, with the role of what has it. A line of a text is told by its text.
const TOLD_ELSEWHERE = ["RootWebArea", "InlineTextBox"];
export const spoken = async (page) => {
  const heard = (await nodesOf(page)).filter((it) => !it.ignored && !TOLD_ELSEWHERE.includes(it.role.value));
  return heard.flatMap(({ role, name, description }) =>
    [name, description].filter((it) => it?.value).map((it) => [role.value, it.value]),
  );
};

export const treeOf = async (page) => {
  const nodes = await nodesOf(page);
  const known = new Map(nodes.map((node) => [node.nodeId, node]));
  const lines = [];

  const tell = (node, depth, above) => {
    const role = node.role?.value;
    const name = node.name?.value ?? "";
    const silent = node.ignored || SILENT.has(role) || (role === "StaticText" && (name === above || !name.trim()));
    if (!silent) lines.push("  ".repeat(depth) + line(node, role, name));
    const next = silent ? [depth, above] : [depth + 1, name];
    if (role === "StaticText" || role === "textbox") return;
    for (const id of node.childIds ?? []) if (known.has(id)) tell(known.get(id), ...next);
  };
  tell(nodes[0], 0, "");
  return `${lines.join("\n")}\n`;
};

const line = (node, role, name) => {
  const words = [role === "StaticText" ? "text" : role];
  if (name) words.push(`"${still(name)}"`);
  if (node.value?.value) words.push(`= "${still(String(node.value.value).slice(0, 80))}"`);
  if (node.description?.value) words.push(`(${still(node.description.value)})`);
  for (const { name: what, value } of node.properties ?? []) {
    if (!TOLD.includes(what) || [false, "false", "off"].includes(value.value)) continue;
    words.push([true, "true"].includes(value.value) ? `[${what}]` : `[${what} ${value.value}]`);
  }
  return words.join(" ").slice(0, 400);
};
