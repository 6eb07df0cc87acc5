/** Starts the page: the typed client for the page's own origin, the explorer's state, and its views. */
import { render } from 'preact';
import { createClient } from '../contract/client.ts';
import { browserAddress } from './state/browser-address.ts';
import { browserPace } from './state/browser-pace.ts';
import { Explorer } from './state/explorer.ts';
import { comeBack, loginSetting } from './state/login.ts';
import { noteAnswers } from './state/service.ts';
import { keptToken } from './state/token.ts';
import { App } from './view/app.tsx';
import { ExplorerContext, LoginContext } from './view/context.ts';

/** The number of answers that the client keeps with their ETags. A directory of 100,000 entries has 100 answers. */
const HELD_ANSWERS = 300;

const login = loginSetting();
const loginFault = await comeBack(login);
const token = keptToken();
const client = createClient({
  endpoint: location.origin + location.pathname,
  heldAnswers: HELD_ANSWERS,
  token,
});
const explorer = new Explorer({
  service: noteAnswers(client),
  pace: browserPace(),
  address: browserAddress,
  now: Date.now,
});

render(
  <ExplorerContext.Provider value={explorer}>
    <LoginContext.Provider value={{ login, fault: loginFault }}>
      <App />
    </LoginContext.Provider>
  </ExplorerContext.Provider>,
  document.body,
);
