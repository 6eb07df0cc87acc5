/** The element of the document that contains the settings of the login. */
export const LOGIN_ELEMENT_ID = 'login';
