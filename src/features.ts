import { bot } from "./features/bot/bot.ts";
import { guide } from "./features/guide/guide.ts";
import { methods } from "./features/methods/methods.ts";
import { organization } from "./features/organization/organization.ts";
import { requests } from "./features/requests/requests.ts";
import { sessionsList } from "./features/sessions-list/sessions-list.ts";
import { tasks } from "./features/tasks/tasks.ts";
import { whatHappened } from "./features/what-happened/what-happened.ts";
import type { Feature } from "./web/feature.ts";

/**
 * All that is not core, in the order of navigation and landing page. To take a feature out, delete
 * its line and its import here, and what bears its name in `src/features`, `views`, `public/css` and
 * `test`; `bot` goes with `tasks`.
 */
export const features: readonly Feature[] = [
  tasks({
    label: "Demo",
    bot,
  }),
  whatHappened,
  sessionsList,
  methods,
  organization,
  guide,
  requests,
  // Your own pages go here.
];
