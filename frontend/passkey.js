// Passkeys, where the browser has them. Elsewhere the page says that a code is the way.
import { PASSKEY, hasEach } from "../static/scripts/needs.js";

if (hasEach(PASSKEY)) import("../static/scripts/staff-passkey.js");
