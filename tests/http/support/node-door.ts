import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { createGuardedHttp } from '../../../api/http/guarded-http.js';
import { tapDials } from './dial-tap.js';
import type { OpenedDoor } from './doors.js';
import type { Outside } from './outside.js';

/** What every name resolves to. It is public, and where it leads is up to the tap. */
export const publicAddress = '93.184.216.34';
/** A public address where no port is open, and one that never answers a dial. */
export const closedAddress = '93.184.216.35';
export const silentAddress = '93.184.216.36';

/** The door of a server, in this process. Port 443 outside speaks TLS with a certificate that is trusted. */
export async function openNodeDoor(outside: Outside): Promise<OpenedDoor> {
  const trusted = getCACertificates('default');
  setDefaultCACertificates([...trusted, outside.certificate]);
  const tap = await tapDials((address, port) => {
    if (address === silentAddress) return 'nowhere';
    if (address === closedAddress) return outside.closedPort;
    return port === 443 ? outside.tls.port : outside.plain.port;
  });
  return {
    dials: tap.dials,
    async send(request, { door, followable, asked, cancel, untilClosed, ...options }) {
      const http = createGuardedHttp({
        allowHttp: true,
        lookup: async () => [{ address: publicAddress, family: 4 }],
        ...door,
      });
      const canceller = new AbortController();
      if (cancel === 'before') canceller.abort();
      if (cancel === 'on arrival') void outside.arrival().then(() => canceller.abort());
      try {
        const reply = await http.send(request, {
          timeoutMs: 5_000,
          maxResponseBytes: 1_000_000,
          ...options,
          signal: canceller.signal,
          ...(followable && {
            mayFollow(url: string) {
              asked?.push(url);
              return followable.includes(url);
            },
          }),
        });
        if (untilClosed) await outside.departure();
        return reply;
      } finally {
        await http.close();
      }
    },
    async close() {
      tap.remove();
      setDefaultCACertificates(trusted);
    },
  };
}
