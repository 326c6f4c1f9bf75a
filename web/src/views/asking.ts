// Asks the server for the view an address names, and keeps the old one in sight until the new one is there.
import { useEffect, useRef, useState } from "preact/hooks";
import { askView } from "../api/fetch.ts";
import { asTrouble, type Trouble } from "../api/problem.ts";
import type { View } from "../api/types.ts";
import { asked, type Address } from "../url/address.ts";

export interface Asking {
  readonly view: View | null;
  readonly trouble: Trouble | null;
  readonly busy: boolean;
  readonly again: () => void;
  readonly put: (view: View) => void;
}

export function useView(address: Address, lang: string, more?: Readonly<Record<string, string>>): Asking {
  const question = `${address.view}?${asked(address.state).toString()}&lang=${lang}${JSON.stringify(more ?? {})}`;
  const [answer, setAnswer] = useState<{ question: string; view: View | null; trouble: Trouble | null } | null>(null);
  const [round, setRound] = useState(0);
  const latest = useRef("");
  useEffect(() => {
    latest.current = question;
    askView(address.view, lang, address.state, more).then(
      (view) => latest.current === question && setAnswer({ question, view, trouble: null }),
      (error: unknown) => latest.current === question && setAnswer({ question, view: null, trouble: asTrouble(error) }),
    );
  }, [question, round]);
  const sameView = answer?.view?.view === address.view;
  const current = answer?.question === question;
  return {
    view: answer && (current || sameView) ? answer.view : null,
    trouble: current ? answer.trouble : null,
    busy: !current,
    again: () => {
      setAnswer(null);
      setRound(round + 1);
    },
    put: (view) => setAnswer({ question, view, trouble: null }),
  };
}
