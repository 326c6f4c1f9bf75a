import { render } from "preact";
import "./theme/colours.css";
import "./theme/page.css";
import "./theme/blocks.css";
import "./theme/charts.css";
import "./theme/print.css";
import { applyTheme, themeNow } from "./theme/theme.ts";
import { App } from "./views/App.tsx";

applyTheme(themeNow());
const page = document.getElementById("page");
if (page) render(<App />, page);
