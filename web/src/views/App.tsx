// Brings together address, words and index; from here on everything is a view.
import { useEffect, useState } from "preact/hooks";
import { askIndex, askWords } from "../api/fetch.ts";
import { asTrouble, type Trouble } from "../api/problem.ts";
import type { Index } from "../api/types.ts";
import { HOME, writeAddress } from "../url/address.ts";
import { go, useReading } from "../url/route.ts";
import { chooseLanguage, SpokenIn, Words } from "../words/words.tsx";
import { StandingAt } from "./context.ts";
import { firstVisit, Guide } from "./Guide.tsx";
import { Lost } from "./Lost.tsx";
import { BrokenAddress, LeftOut } from "./Notices.tsx";
import { Shell } from "./Shell.tsx";
import { ViewPage } from "./ViewPage.tsx";

const LANGUAGES = ["en", "ja", "fr"];

interface Loaded {
  readonly lang: string;
  readonly words: Words;
  readonly index: Index;
}

export function App() {
  const reading = useReading();
  const wanted = reading.ok ? reading.address.state.get("lang") : undefined;
  const lang = chooseLanguage(wanted, LANGUAGES, navigator.languages);
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [round, setRound] = useState(0);
  const [party, speakOf] = useState<string | null>(null);
  const [guided, setGuided] = useState(firstVisit);

  useEffect(() => {
    let stale = false;
    setTrouble(null);
    Promise.all([askWords(lang), askIndex(lang)]).then(
      ([texts, index]) => {
        if (stale) return;
        document.documentElement.lang = lang;
        setLoaded({ lang, words: new Words(lang, texts), index });
      },
      (error: unknown) => !stale && setTrouble(asTrouble(error)),
    );
    return () => {
      stale = true;
    };
  }, [lang, round]);

  const old = reading.ok && reading.migrated && location.hash.length > 2;
  useEffect(() => {
    // An old link is rewritten in today's form, so that what is copied from the bar is the promise of today.
    if (old && reading.ok) go(reading.address, true);
  }, [old]);

  if (trouble && !loaded) return <Lost lang={lang} trouble={trouble} again={() => setRound(round + 1)} />;
  if (!loaded) return <div class="first-wait" aria-busy="true" />;
  const address = reading.ok ? reading.address : { view: HOME, state: new Map<string, string>() };
  const known = loaded.index.views.some((view) => view.id === address.view);
  const home = writeAddress({ view: HOME, state: new Map([["lang", lang]]) });
  return (
    <SpokenIn value={loaded.words}>
      <StandingAt value={{ address, index: loaded.index, party, speakOf }}>
        <Shell guide={() => setGuided(true)}>
          {!reading.ok ? (
            <BrokenAddress fault={reading.fault} home={home} />
          ) : !known ? (
            <BrokenAddress fault={{ key: "shape", found: address.view }} home={home} />
          ) : (
            <>
              <LeftOut faults={reading.leftOut} mended={writeAddress(address)} />
              <ViewPage />
            </>
          )}
        </Shell>
        {guided && reading.ok && known && <Guide close={() => setGuided(false)} />}
      </StandingAt>
    </SpokenIn>
  );
}
