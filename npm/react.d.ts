// `<roosted-client-form>` in JSX, for React 19: `import type {} from "roosted-client-form/react"`.
//
// React passes an object on as a property only where the element is defined already, and writes
// "[object Object]" into an attribute where it is not. So `values` and `messages` are no props here:
// set them through a ref, which works before the script has come, too.

import type { DetailedHTMLProps, HTMLAttributes } from "react";
import type {
  RoostedClientForm,
  RoostedClientFormAttributes,
  RoostedClientFormEventMap,
} from "./roosted-client-form.js";

type Handlers = {
  [Name in keyof RoostedClientFormEventMap as `on${Name}`]?: (
    event: RoostedClientFormEventMap[Name],
  ) => void;
};

/** The props of `<roosted-client-form>`. */
export type RoostedClientFormProps = DetailedHTMLProps<
  HTMLAttributes<RoostedClientForm>,
  RoostedClientForm
> &
  RoostedClientFormAttributes &
  Handlers;

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "roosted-client-form": RoostedClientFormProps;
    }
  }
}
