// `<roosted-client-form>` in templates, for Vue 3: `import type {} from "roosted-client-form/vue"`.
//
// Vue passes an object on as a property only where the element is defined already. So `values` and
// `messages` are no props here: set them through a ref, which works before the script has come, too.

import type { HTMLAttributes, PublicProps } from "vue";
import type {
  RoostedClientForm,
  RoostedClientFormAttributes,
  RoostedClientFormEventMap,
} from "./roosted-client-form.js";

// `roosted-created` is listened to as `onRoostedCreated`.
type Camel<Name extends string> = Name extends `${infer Head}-${infer Rest}`
  ? `${Capitalize<Head>}${Camel<Rest>}`
  : Capitalize<Name>;

type Handlers = {
  [Name in keyof RoostedClientFormEventMap as `on${Camel<Name>}`]?: (
    event: RoostedClientFormEventMap[Name],
  ) => void;
};

/** The props of `<roosted-client-form>`. In a template, `api-base` is looked for by the second name. */
export type RoostedClientFormProps = HTMLAttributes &
  PublicProps &
  RoostedClientFormAttributes & { apiBase?: string } & Handlers;

declare module "vue" {
  interface GlobalComponents {
    "roosted-client-form": new () => RoostedClientForm & { $props: RoostedClientFormProps };
  }
}
