/** The ID of the document's element that contains the settings of the login. */
export const LOGIN_ELEMENT_ID = 'login';
