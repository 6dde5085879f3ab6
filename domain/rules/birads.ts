/** ACR BI-RADS, 5th edition (2013): assessment category → management and likelihood of cancer. */
export const BIRADS = {
  '0': {
    management: 'recall for additional imaging and/or comparison with prior examination(s)',
    likelihood: 'N/A',
  },
  '1': { management: 'routine mammography screening', likelihood: 'essentially 0%' },
  '2': { management: 'routine mammography screening', likelihood: 'essentially 0%' },
  '3': {
    management: 'short-interval (6-month) follow-up or continued surveillance mammography',
    likelihood: '>0% but <=2%',
  },
  '4': { management: 'tissue diagnosis', likelihood: '>2% but <95%' },
  '4A': { management: 'tissue diagnosis', likelihood: '>2% to <=10%' },
  '4B': { management: 'tissue diagnosis', likelihood: '>10% to <=50%' },
  '4C': { management: 'tissue diagnosis', likelihood: '>50% to <95%' },
  '5': { management: 'tissue diagnosis', likelihood: '>=95%' },
  '6': { management: 'surgical excision when clinically appropriate', likelihood: 'N/A' },
} as const;
export type Birads = keyof typeof BIRADS;
