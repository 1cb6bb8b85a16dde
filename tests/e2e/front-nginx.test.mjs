// nginx in front, with deploy/nginx/portal.conf.

import { journeys } from "./support/behind-a-front.mjs";
import { nginx } from "./support/fronts.mjs";

journeys(nginx);
