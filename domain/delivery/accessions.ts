/** The accession numbers that an order carries, each with the OID of the clinic that gave it (HL7 table 0203, ACSN). */
export const accessionsOfOrder = ({ identifier = [] }: fhir4.ServiceRequest): { domain: string; accession: string }[] =>
  identifier.flatMap(({ type, system, value }) =>
    value !== undefined && system !== undefined && type?.coding?.some(({ code }) => code === 'ACSN')
      ? [{ domain: system.replace(/^urn:oid:/, ''), accession: value }]
      : [],
  );
