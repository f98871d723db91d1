// Starts the console: where the API is, who is here, and the first picture.

// The styles first: those of the pages build on them.
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/controls.css";
import "./styles/parts.css";
import "./styles/shell.css";
import "./styles/stage.css";
import { render } from "preact";
import { loadConfig } from "./app/config.js";
import { signIn, startAccount } from "./app/account.js";
import { watchAddress } from "./app/router.js";
import { Shell } from "./app/shell.js";
import { applyLanguage, phrasesReady } from "./i18n/i18n.js";
import { watchLink } from "./pages/link/state.js";
import { applyTheme } from "./ui/theme.js";

applyTheme();
applyLanguage();
watchAddress(signIn);
await Promise.all([loadConfig(), phrasesReady()]);
startAccount();
watchLink();
const root = document.getElementById("app");
if (root !== null) render(<Shell />, root);
