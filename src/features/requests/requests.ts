import { callsOf } from "../../web/asana-calls/page-calls.ts";
import type { Feature } from "../../web/feature.ts";
import { callCard } from "./call-card.ts";
import { callsOfLastForm, formCallsOf, keepFormCalls } from "./form-calls.ts";

/** Shows the requests that a page made to Asana, as JSON and curl: for developers, not for users. */
export const requests: Feature = {
  name: "requests",
  keeps: [callsOfLastForm],
  formFinished: keepFormCalls,
  belowPage(about) {
    const ofForm = formCallsOf(about);
    const ofPage = callsOf(about.response).map(callCard);
    if (ofForm.length + ofPage.length === 0) return undefined;
    const model = { ofForm, ofPage };
    return { view: "requests/below-page", model, styles: "/css/requests.css" };
  },
};
