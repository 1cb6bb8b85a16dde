// The rules of a client: trimmed as the API's contract says, counted in code points.

import * as z from "zod";

import { FIELDS } from "./fields.js";

const BLANK = "[\\p{White_Space}\\u200B-\\u200F\\u202A-\\u202E\\u2060\\uFEFF]+";
const ENDS = new RegExp(`^${BLANK}|${BLANK}$`, "gu");

const clean = (text) => text.replace(/\r\n?/g, "\n").replace(ENDS, "");

const codePoints = (text) => {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
};

const rule = ({ noun, limit, required }) =>
  z
    .string()
    .transform(clean)
    .superRefine((text, context) => {
      if (required && text === "") context.addIssue({ code: "custom", message: "Enter the client’s name" });
      // No text has more code points than code units.
      const over = text.length > limit ? codePoints(text) - limit : 0;
      if (over > 0) {
        const characters = over === 1 ? "1 character" : `${over} characters`;
        context.addIssue({ code: "custom", message: `Shorten the ${noun} by ${characters}` });
      }
    });

export const schema = z
  .object(Object.fromEntries(FIELDS.map((field) => [field.name, rule(field)])))
  // An optional field that is empty is left out.
  .transform((values) => Object.fromEntries(Object.entries(values).filter(([, text]) => text !== "")));
