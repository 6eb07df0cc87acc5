/** Where the page finds the login's settings in its own document. */
export const LOGIN_ELEMENT_ID = 'login';
