// A chart as a file. Colours live in the style sheet, so they are written into a copy of the drawing;
// for PNG the drawing is painted by hand, because the content policy refuses pictures from data addresses.
const WRITTEN = ["fill", "stroke", "stroke-width", "stroke-dasharray", "opacity", "fill-opacity", "stroke-opacity", "font-size", "font-weight", "font-family", "paint-order"];
const MARGIN = 20;
const HEAD = 46;
const FOOT = 26;

export interface Caption {
  readonly title: string;
  readonly foot: string;
}

function unseen(element: Element): boolean {
  const style = getComputedStyle(element);
  return style.display === "none" || style.visibility === "hidden" || element.classList.contains("reach");
}

export function svgFile(svg: SVGSVGElement, caption: Caption): string {
  const page = getComputedStyle(document.body);
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const from = [...svg.querySelectorAll("*")];
  [...copy.querySelectorAll("*")].forEach((element, i) => {
    const source = from[i];
    if (!source) return;
    if (unseen(source)) return element.setAttribute("display", "none");
    const style = getComputedStyle(source);
    for (const name of WRITTEN) {
      const value = style.getPropertyValue(name);
      if (value !== "") element.setAttribute(name, value);
    }
    for (const name of ["class", "tabindex", "data-mark"]) element.removeAttribute(name);
  });
  const width = Number(svg.getAttribute("width"));
  const height = Number(svg.getAttribute("height"));
  const box = [width + 2 * MARGIN, height + 2 * MARGIN + HEAD + FOOT] as const;
  const whole = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  whole.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  whole.setAttribute("width", String(box[0]));
  whole.setAttribute("height", String(box[1]));
  whole.setAttribute("viewBox", `0 0 ${box[0]} ${box[1]}`);
  const make = (name: string, given: Readonly<Record<string, string | number>>, text = "") => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(given)) element.setAttribute(key, String(value));
    element.textContent = text;
    whole.append(element);
  };
  make("rect", { width: box[0], height: box[1], fill: page.backgroundColor });
  make("text", { x: MARGIN, y: MARGIN + 16, fill: page.color, "font-size": 17, "font-weight": 600, "font-family": page.fontFamily }, caption.title);
  make("text", { x: MARGIN, y: box[1] - MARGIN + 4, fill: page.color, "font-size": 11, "font-family": page.fontFamily }, caption.foot);
  copy.setAttribute("x", String(MARGIN));
  copy.setAttribute("y", String(MARGIN + HEAD - 14));
  whole.append(copy);
  return new XMLSerializer().serializeToString(whole);
}

type Pen = CanvasRenderingContext2D;

function outline(element: SVGElement): Path2D | null {
  const number = (name: string) => Number(element.getAttribute(name) ?? 0);
  const path = new Path2D();
  switch (element.tagName) {
    case "path":
      return new Path2D(element.getAttribute("d") ?? "");
    case "rect":
      path.rect(number("x"), number("y"), number("width"), number("height"));
      return path;
    case "circle":
      path.arc(number("cx"), number("cy"), number("r"), 0, 2 * Math.PI);
      return path;
    case "line":
      path.moveTo(number("x1"), number("y1"));
      path.lineTo(number("x2"), number("y2"));
      return path;
    default:
      return null;
  }
}

function paint(pen: Pen, element: SVGElement): void {
  const style = getComputedStyle(element);
  pen.globalAlpha = Number(style.opacity);
  if (element.tagName === "text") {
    pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    pen.fillStyle = style.fill;
    pen.textAlign = style.textAnchor === "middle" ? "center" : style.textAnchor === "end" ? "right" : "left";
    pen.fillText(element.textContent, Number(element.getAttribute("x") ?? 0), Number(element.getAttribute("y") ?? 0));
    return;
  }
  const path = outline(element);
  if (!path) return;
  if (style.fill !== "none") {
    pen.globalAlpha = Number(style.opacity) * Number(style.fillOpacity);
    pen.fillStyle = style.fill;
    pen.fill(path);
  }
  if (style.stroke !== "none") {
    pen.globalAlpha = Number(style.opacity) * Number(style.strokeOpacity);
    pen.strokeStyle = style.stroke;
    pen.lineWidth = Number.parseFloat(style.strokeWidth) || 1;
    pen.setLineDash(style.strokeDasharray === "none" ? [] : style.strokeDasharray.split(",").map((part) => Number.parseFloat(part)));
    pen.stroke(path);
  }
}

export function pngFile(svg: SVGSVGElement, caption: Caption, scale = 2): Promise<Blob | null> {
  const page = getComputedStyle(document.body);
  const width = Number(svg.getAttribute("width"));
  const height = Number(svg.getAttribute("height"));
  const canvas = document.createElement("canvas");
  canvas.width = (width + 2 * MARGIN) * scale;
  canvas.height = (height + 2 * MARGIN + HEAD + FOOT) * scale;
  const pen = canvas.getContext("2d");
  if (!pen) return Promise.resolve(null);
  pen.scale(scale, scale);
  pen.fillStyle = page.backgroundColor;
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.fillStyle = page.color;
  pen.font = `600 17px ${page.fontFamily}`;
  pen.fillText(caption.title, MARGIN, MARGIN + 16);
  pen.font = `11px ${page.fontFamily}`;
  pen.fillText(caption.foot, MARGIN, height + MARGIN + HEAD + FOOT);
  pen.translate(MARGIN, MARGIN + HEAD - 14);
  const box = svg.viewBox.baseVal;
  if (box.width > 0) pen.scale(width / box.width, height / box.height);
  for (const element of svg.querySelectorAll<SVGElement>("path,rect,circle,line,text")) {
    if (!unseen(element)) paint(pen, element);
  }
  return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
}
