// Caddy in front, with deploy/caddy/Caddyfile.

import { journeys } from "./support/behind-a-front.mjs";
import { caddy } from "./support/fronts.mjs";

journeys(caddy);
