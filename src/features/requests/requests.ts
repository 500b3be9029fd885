import { callsOf } from "../../web/asana-calls/page-calls.ts";
import type { Feature } from "../../web/feature.ts";
import { callCard } from "./call-card.ts";

/** Shows the requests that a page made to Asana, as curl and JSON: for developers, not for users. */
export const requests: Feature = {
  name: "requests",
  belowPage({ response }) {
    const ofPage = callsOf(response).map(callCard);
    if (ofPage.length === 0) return undefined;
    return {
      view: "requests/below-page",
      model: { ofForm: [], ofPage },
      styles: "/css/requests.css",
    };
  },
};
