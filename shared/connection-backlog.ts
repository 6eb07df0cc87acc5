/**
 * How many connections may wait until a server accepts them. A client opens one for each request under way. Beyond
 * Node's default of 511, the kernel drops connections, and resets those that already sent a request.
 */
export const CONNECTION_BACKLOG = 4_096;
