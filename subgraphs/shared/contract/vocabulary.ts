// The vocabularies of columns that the graph shows as enums: taken from the subgraph's SDL, so that neither has a value that the
// other lacks.
import { Kind } from 'graphql';
import { readSdl } from '../sdl';
import { type Column, oneOf } from './columns';

/** Makes columns of a subgraph's enums, by the enum's name. */
export function readVocabularies(subgraph: string): <Value extends string>(enumName: string) => Column<Value> {
  const enums = new Map(
    readSdl(subgraph).definitions.flatMap((definition) =>
      definition.kind === Kind.ENUM_TYPE_DEFINITION ? [[definition.name.value, (definition.values ?? []).map(({ name }) => name.value)] as const] : [],
    ),
  );
  return <Value extends string>(enumName: string) => {
    const values = enums.get(enumName);
    if (values === undefined) throw new Error(`the SDL of ${subgraph} has no enum ${enumName}`);
    return oneOf(values as Value[]);
  };
}
