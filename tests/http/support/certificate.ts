import { generateKeyPairSync, sign } from 'node:crypto';

/** A key and the certificate that it signs for itself, for these names (RFC 5280). It is good until 2049. */
export function createCertificate(names: readonly string[]): { key: string; cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = sequence(
    element(0x31, sequence(ids.commonName, element(0x0c, Buffer.from('Patchbay tests')))),
  );
  const alternativeNames = sequence(...names.map((each) => element(0x82, Buffer.from(each))));
  const body = sequence(
    element(0xa0, integer(2)),
    integer(1),
    sequence(ids.ecdsaWithSha256),
    name,
    sequence(element(0x17, Buffer.from('240101000000Z')), element(0x17, Buffer.from('491231235959Z'))),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    element(0xa3, sequence(sequence(ids.subjectAltName, element(0x04, alternativeNames)))),
  );
  const signature = element(0x03, Buffer.from([0]), sign('sha256', body, privateKey));
  const der = sequence(body, sequence(ids.ecdsaWithSha256), signature);
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${der.toString('base64')}\n-----END CERTIFICATE-----\n`,
  };
}

const ids = {
  commonName: objectId('550403'),
  ecdsaWithSha256: objectId('2a8648ce3d040302'),
  subjectAltName: objectId('551d11'),
};

function objectId(hex: string): Buffer {
  return element(0x06, Buffer.from(hex, 'hex'));
}

function integer(value: number): Buffer {
  return element(0x02, Buffer.from([value]));
}

function sequence(...parts: Buffer[]): Buffer {
  return element(0x30, ...parts);
}

function element(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const head = length < 0x80 ? [tag, length] : [tag, 0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from(head), content]);
}
