import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import dimse from 'dcmjs-dimse';
import type { Dataset } from '../../edge/dicom/services.ts';
import { dicomExample } from '../dicom.ts';
import { describeWith } from './programs.ts';
import { atEnd, closeAll, digests, openRealDoor, scratch } from './spool.ts';
import { tapTo } from './tap.ts';

dimse.log.disableAll();
afterEach(closeAll);

const { CEchoRequest, CFindRequest, CStoreRequest } = dimse.requests;
type Asked = InstanceType<typeof CEchoRequest | typeof CFindRequest | typeof CStoreRequest>;

/** Sends requests on one association; the status of each. */
function ask(port: number, requests: readonly Asked[], calledAe = 'OKA'): Promise<(number | string)[]> {
  return new Promise((resolve) => {
    const client = new dimse.Client();
    const said: (number | string)[] = [];
    for (const request of requests) {
      request.on('response', (response: { getStatus(): number }) => said.push(response.getStatus()));
      client.addRequest(request);
    }
    client.on('associationRejected', ({ reason }: { reason: number }) => said.push(`rejected ${reason}`));
    client.on('networkError', (fault: Error) => said.push(fault.message));
    client.on('closed', () => resolve(said));
    client.send('127.0.0.1', port, 'DCMJS', calledAe);
  });
}

/** dcmjs-dimse is installed with the repository: an implementation that is not ours speaks to the door in every run. */
describeWith([])('dcmjs-dimse', () => {
  test('is answered an echo, and is told that it calls another title', async () => {
    const { server } = await openRealDoor();
    expect(await ask(server.port, [new CEchoRequest(), new CEchoRequest()])).toEqual([0, 0]);
    expect(await ask(server.port, [new CEchoRequest()], 'OTHER')).toEqual(['rejected 7']);
  });

  test('stores objects, and what it sent lies in the spool byte for byte', async () => {
    const { server, dataSets } = await openRealDoor();
    const tap = await tapTo(server.port);
    atEnd(tap.close);
    const folder = scratch();
    const paths = ['1.2.3.4.5', '1.2.3.4.6'].map((uid) => {
      const path = join(folder, `${uid}.dcm`);
      writeFileSync(path, dicomExample({ '00080018': ['UI', uid] }));
      return path;
    });
    const requests = paths.map((path) => new CStoreRequest(path));
    expect(await ask(tap.port, requests)).toEqual(requests.map(() => 0));
    expect(digests(await dataSets())).toEqual(digests(tap.dataSets()));
  });

  test('reads a worklist item by item', async () => {
    const asked: Dataset[] = [];
    const { server } = await openRealDoor({
      services: {
        async *find(query) {
          asked.push(query);
          yield { SpecificCharacterSet: 'ISO_IR 192', PatientName: 'Щукин^Пётр', PatientID: '7' };
          yield { SpecificCharacterSet: 'ISO_IR 192', PatientName: 'Щукина^Анна', PatientID: '8' };
        },
      },
    });
    const names: unknown[] = [];
    const request = CFindRequest.createWorklistFindRequest({ PatientName: '', PatientID: '' });
    request.on('response', (response: { getDataset(): { getElement(name: string): unknown } | undefined }) =>
      names.push(response.getDataset()?.getElement('PatientID')),
    );
    expect(await ask(server.port, [request])).toEqual([0xff00, 0xff00, 0]);
    expect(names.map(String)).toEqual(['7', '8', 'undefined']);
    expect(asked).toHaveLength(1);
  });
});
