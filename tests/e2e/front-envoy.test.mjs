// Envoy in front, with deploy/envoy/envoy.yaml.

import { journeys } from "./support/behind-a-front.mjs";
import { envoy } from "./support/fronts.mjs";

journeys(envoy);
