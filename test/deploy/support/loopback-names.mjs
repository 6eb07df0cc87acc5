/**
 * Loaded into functions on the emulator. Resolves names under `localhost`, which no resolver here knows, to
 * 127.0.0.1.
 */
import dns from 'node:dns';

const { lookup } = dns;
dns.lookup = (name, ...rest) => lookup(name.endsWith('.localhost') ? '127.0.0.1' : name, ...rest);
