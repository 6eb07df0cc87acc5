/** Shown when the API requires a login: at the deployment's issuer, or with a token if there is no issuer. */
import { useSignal } from '@preact/signals';
import { useContext } from 'preact/hooks';
import type { Login } from '../../shared/explorer-login.ts';
import { logIn } from '../state/login.ts';
import { startWithToken } from '../state/token.ts';
import { LoginContext } from './context.ts';

export function LoginBanner() {
  const { login, fault } = useContext(LoginContext);
  return login ? <LoginButton login={login} fault={fault} /> : <TokenForm />;
}

function LoginButton({ login, fault: before }: { login: Login; fault: string | undefined }) {
  const fault = useSignal(before);
  const start = () =>
    logIn(login).catch((error: unknown) => {
      fault.value = error instanceof Error ? error.message : String(error);
    });
  return (
    <div class="banner" role="alert">
      <p>
        Log in to see what is here.
        {fault.value !== undefined && ` The last attempt failed: ${fault.value}`}
      </p>
      <button type="button" class="primary" onClick={start}>
        Log in
      </button>
    </div>
  );
}

function TokenForm() {
  return (
    <form
      class="banner"
      onSubmit={(event) => {
        event.preventDefault();
        const token = new FormData(event.currentTarget).get('token');
        if (typeof token === 'string' && token !== '') startWithToken(token);
      }}
    >
      <label>
        This API needs a bearer token <input type="password" name="token" autocomplete="off" required />
      </label>
      <button type="submit">Use this token</button>
    </form>
  );
}
