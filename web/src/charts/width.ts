// The width a chart may take, followed as the page changes.
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { RefObject } from "preact";

const NARROW = 640;

export function useWidth<T extends HTMLElement>(): [RefObject<T | null>, number] {
  const ref = useRef<T>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return;
    const read = () => {
      const now = Math.floor(element.clientWidth);
      if (now > 0) setWidth(now);
    };
    read();
    const watcher = new ResizeObserver(read);
    watcher.observe(element);
    return () => watcher.disconnect();
  }, []);
  return [ref, width];
}

/** How much larger marks and their words are drawn on a wall screen, where readers stand further off. */
export function useScale(): number {
  const [scale, setScale] = useState(() => scaleOf(innerWidth));
  useLayoutEffect(() => {
    const read = () => setScale(scaleOf(innerWidth));
    addEventListener("resize", read);
    return () => removeEventListener("resize", read);
  }, []);
  return scale;
}

/** Whether the page is as narrow as a phone, where a table cannot be as wide as it wants. */
export function useNarrow(): boolean {
  const [narrow, setNarrow] = useState(() => innerWidth < NARROW);
  useLayoutEffect(() => {
    const read = () => setNarrow(innerWidth < NARROW);
    addEventListener("resize", read);
    return () => removeEventListener("resize", read);
  }, []);
  return narrow;
}

function scaleOf(width: number): number {
  return width >= 3000 ? 1.6 : width >= 2000 ? 1.25 : 1;
}
