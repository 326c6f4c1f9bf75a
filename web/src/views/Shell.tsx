// The page around every view: mark, party, language, light, and the way to all other views.
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { leave } from "../api/fetch.ts";
import type { Index } from "../api/types.ts";
import { chooseTheme, themeNow, type Theme } from "../theme/theme.ts";
import { change } from "../url/route.ts";
import { useWords } from "../words/words.tsx";
import { hrefTo, useHere } from "./context.ts";

export function Shell({ guide, children }: { guide: () => void; children: ComponentChildren }) {
  const words = useWords();
  const { address, index } = useHere();
  const main = useRef<HTMLElement>(null);
  return (
    <>
      <a
        class="skip"
        href="#main"
        onClick={(event) => {
          // The part after # is the address of the view, so the jump is made by hand.
          event.preventDefault();
          main.current?.focus();
          main.current?.scrollIntoView();
        }}
      >
        {words.say("skip")}
      </a>
      <header class="masthead">
        <a class="wordmark" href={hrefTo(address.state, "overview")}>
          <span class="seal" aria-hidden="true" lang="ja">
            {"\u95a2\u9580"}
          </span>
          <span class="latin">Kanmon</span>
        </a>
        <Choices guide={guide} />
      </header>
      <Menu index={index} />
      <main id="main" ref={main} tabindex={-1}>
        {children}
      </main>
      <footer class="colophon">
        <p>{words.say("footer")}</p>
        <p>
          {words.say("version", { version: index.version })} {"\u00b7"} {words.say("pack", { date: words.numbers.date(index.pack.as_of) })}
        </p>
      </footer>
    </>
  );
}

const LANGUAGE_NAMES: Readonly<Record<string, Intl.DisplayNames>> = {};
function languageName(code: string): string {
  const names = (LANGUAGE_NAMES[code] ?? new Intl.DisplayNames([code], { type: "language" })).of(code) ?? code;
  return names.charAt(0).toLocaleUpperCase(code) + names.slice(1);
}

function Choices({ guide }: { guide: () => void }) {
  const words = useWords();
  const { address, index, party: spokenOf } = useHere();
  const [theme, setTheme] = useState<Theme>(themeNow());
  const party = address.state.get("party") ?? spokenOf ?? "";
  return (
    <div class="choices-head">
      <label for="choose-party">
        <span class="quiet">{words.say("party")}</span>
        <select id="choose-party" value={party} onChange={(event) => change(address, { party: event.currentTarget.value, run: null })}>
          {!index.parties.some((one) => one.code === party) && <option value={party}>{party || "\u2013"}</option>}
          {index.parties.map((one) => (
            <option key={one.code} value={one.code} selected={one.code === party}>
              {one.name}
            </option>
          ))}
        </select>
      </label>
      <label for="choose-language">
        <span class="quiet">{words.say("language")}</span>
        <select id="choose-language" value={words.lang} onChange={(event) => change(address, { lang: event.currentTarget.value })}>
          {index.languages.map((one) => (
            <option key={one} value={one} lang={one} selected={one === words.lang}>
              {languageName(one)}
            </option>
          ))}
        </select>
      </label>
      <label for="choose-theme">
        <span class="quiet">{words.say("theme")}</span>
        <select
          id="choose-theme"
          value={theme}
          onChange={(event) => {
            const next = event.currentTarget.value as Theme;
            chooseTheme(next);
            setTheme(next);
          }}
        >
          {(["auto", "light", "dark"] as const).map((one) => (
            <option key={one} value={one} selected={one === theme}>
              {words.say(`theme_${one}`)}
            </option>
          ))}
        </select>
      </label>
      <button type="button" class="guide-open" onClick={guide}>
        {words.say("guide")}
      </button>
      {index.reader && <Reader reader={index.reader} />}
    </div>
  );
}

/** On a node: who is signed in, and the way out. */
function Reader({ reader }: { reader: NonNullable<Index["reader"]> }) {
  const words = useWords();
  return (
    <>
      <span class="reader">{words.say("reader", { name: reader.name })}</span>
      {reader.leave && (
        <button type="button" onClick={() => void leave(reader.leave).then(() => location.reload())}>
          {words.say("sign_out")}
        </button>
      )}
    </>
  );
}

function Menu({ index }: { index: Index }) {
  const words = useWords();
  const { address } = useHere();
  const [open, setOpen] = useState(false);
  // Choosing a view closes the menu on a phone.
  useEffect(() => setOpen(false), [address.view]);
  const groups = [...new Set(index.views.map((view) => view.group))];
  return (
    <nav class={open ? "menu open" : "menu"} aria-label={words.say("views")}>
      <button type="button" class="menu-open" aria-expanded={open} aria-controls="menu-list" onClick={() => setOpen(!open)}>
        {"\u2261"} {index.views.find((view) => view.id === address.view)?.title ?? words.say("views")}
      </button>
      <ul id="menu-list">
        {groups.map((group) => (
          <li key={group} class="group">
            <span class="group-name">{group}</span>
            <ul>
              {index.views
                .filter((view) => view.group === group)
                .map((view) => (
                  <li key={view.id}>
                    <a href={hrefTo(address.state, view.id)} aria-current={view.id === address.view ? "page" : undefined}>
                      {view.title}
                    </a>
                  </li>
                ))}
            </ul>
          </li>
        ))}
      </ul>
    </nav>
  );
}
