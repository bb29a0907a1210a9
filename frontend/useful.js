// Whether a page was useful: the buttons at its foot, answered in place where the browser has what that needs.
import { FEEDBACK, hasEach } from "../static/scripts/needs.js";
import { answerInPlace } from "../static/scripts/page-useful.js";

if (hasEach(FEEDBACK)) answerInPlace();
