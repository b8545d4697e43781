// One piece of evidence: drawn where it is a course in time; the rest of the page as on others.
import "./incidents.js";
import { drawSeries } from "./series.js";

drawSeries();
