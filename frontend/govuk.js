// The behaviours of GOV.UK Frontend that our components need; every one of them works without.
import { Button, Checkboxes, ErrorSummary, NotificationBanner, Radios, SkipLink, createAll } from "govuk-frontend";

import { GOVUK, hasEach } from "../static/scripts/needs.js";

// The classes hide what the behaviours show again: without them everything is there to be read.
if (hasEach(GOVUK)) {
  document.body.classList.add("js-enabled", "govuk-frontend-supported");
  for (const component of [Button, Checkboxes, ErrorSummary, NotificationBanner, Radios, SkipLink]) {
    createAll(component);
  }
}
