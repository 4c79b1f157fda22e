/** A PKCS#10 request in PEM and Base64, as `spec.request` has it; its key and signature are filler. */
export function certificateRequest(commonName: string, organization: string): string {
  const name = sequence(
    attribute([0x55, 0x04, 0x0a], organization),
    attribute([0x55, 0x04, 0x03], commonName),
  );
  const ecKey = sequence(
    sequence(
      oid([0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01]),
      oid([0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07]),
    ),
    tagged(0x03, Buffer.concat([Buffer.from([0, 4]), Buffer.alloc(64, 0x5a)])),
  );
  const info = sequence(tagged(0x02, Buffer.from([0])), name, ecKey, tagged(0xa0, Buffer.alloc(0)));
  const signature = tagged(
    0x03,
    Buffer.concat([
      Buffer.from([0]),
      sequence(tagged(0x02, Buffer.from([1])), tagged(0x02, Buffer.from([1]))),
    ]),
  );
  const request = sequence(
    info,
    sequence(oid([0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02])),
    signature,
  );
  const lines = request.toString('base64').match(/.{1,64}/g) ?? [];
  const pem = [
    '-----BEGIN CERTIFICATE REQUEST-----',
    ...lines,
    '-----END CERTIFICATE REQUEST-----',
    '',
  ];
  return Buffer.from(pem.join('\n')).toString('base64');
}

/** DER: a tag, a length, the content. */
function tagged(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const size =
    length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return tagged(0x30, Buffer.concat(parts));
}

function oid(bytes: readonly number[]): Buffer {
  return tagged(0x06, Buffer.from(bytes));
}

function attribute(type: readonly number[], text: string): Buffer {
  return tagged(0x31, sequence(oid(type), tagged(0x0c, Buffer.from(text))));
}
