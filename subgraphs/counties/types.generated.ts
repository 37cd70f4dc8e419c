// Generated from schema/counties.graphql by npm run generate; not to be edited.
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { Feed } from '../shared/change-feed';
import type { CountyRow, CountyRows, DesignationRow, PartnershipRow, CountyYearRow, FormerCodeRow, LiaisonOfficeRow, NeedRow, NeedStatusRow, NeedRows, ProvinceRow } from './queries';
import type { Context } from './loaders';
export type Maybe<T> = T | null;
export type InputMaybe<T> = T | null | undefined;
export type Omit<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>;
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** A calendar date, ISO 8601, such as 2023-12-31. 日期，ISO 8601 格式，如 2023-12-31。 */
  Date: { input: string; output: string; }
  /** An instant in UTC, ISO 8601, such as 2024-01-01T08:00:00.000Z. 时刻（协调世界时），ISO 8601 格式。 */
  DateTime: { input: string; output: string; }
  /** An amount in yuan (CNY) with two decimals, as a string such as "1200000.00"; never a float. 人民币金额（元），两位小数的字符串，不用浮点数。 */
  Money: { input: number; output: number; }
  /** A record of the change feed, as JSON: its key, when it last changed (UTC; null where not known), and what it says. 变更数据的一条记录（JSON）：键、最近变更时刻与内容。 */
  FeedRecord: { input: unknown; output: unknown; }
  _FieldSet: { input: unknown; output: unknown; }
};

export type Query = {
  /** One province by its GB/T 2260 code; null where the code names none. 按行政区划代码查省级行政区，查无则为空。 */
  province?: Maybe<Province>;
  /** All province-level divisions by code, or those of one region. 全部省级行政区，可按地区筛选。 */
  provinces?: Maybe<Array<Province>>;
  /** One county by its code of today or a former one; null where the code names none. 按现行或曾用行政区划代码查县，查无则为空。 */
  county?: Maybe<County>;
  /** Counties by code: one for each code given, in the order given, again where a code is repeated or several name one county, null where a code names none; at most 500 codes. 按代码批量查县：与所给代码逐一对应，次序一致，重复或同指一县的代码重复给出，查无为空，至多 500 个。 */
  counties?: Maybe<Array<Maybe<County>>>;
  /** Search counties by name and filters, in the order of their codes. 按名称与条件检索县，按代码排序。 */
  countySearch?: Maybe<CountyConnection>;
  /** One stated need by its identifier; null where there is none. 按编号查一项需求，查无则为空。 */
  need?: Maybe<Need>;
  /** The east–west cooperation pairs of provinces. 东西部协作省际结对关系。 */
  eastWestPartnerships?: Maybe<Array<EastWestPartnership>>;
  /** The change feed of this register, for signed requests alone. 本登记簿的变更数据，仅应答经签名的请求。 */
  countyFeed?: Maybe<ChangeFeed>;
};


export type QueryProvinceArgs = {
  code: Scalars['ID']['input'];
};


export type QueryProvincesArgs = {
  region?: InputMaybe<Region>;
};


export type QueryCountyArgs = {
  code: Scalars['ID']['input'];
};


export type QueryCountiesArgs = {
  codes: Array<Scalars['ID']['input']>;
};


export type QueryCountySearchArgs = {
  text?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<CountyFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};


export type QueryNeedArgs = {
  id: Scalars['ID']['input'];
};


export type QueryEastWestPartnershipsArgs = {
  asOf?: InputMaybe<Scalars['Date']['input']>;
};

/** A province-level division. 省级行政区。 */
export type Province = {
  /** GB/T 2260 code, six digits. 行政区划代码（GB/T 2260），六位。 */
  code: Scalars['ID']['output'];
  /** Full name. 全称。 */
  name?: Maybe<Scalars['String']['output']>;
  /** Region by the statistical grouping; null for Hong Kong, Macao and Taiwan. 所属地区；港澳台为空。 */
  region?: Maybe<Region>;
  /** East–west cooperation pairs this province takes part in, on either side. 本省参加的东西部协作结对（东部或西部一方）。 */
  partnerships?: Maybe<Array<EastWestPartnership>>;
  /** The province's liaison office of the action; null where none is known. 本省行动联络办公室；未知则为空。 */
  liaisonOffice?: Maybe<LiaisonOffice>;
  /** Counties of the province, in the order of their codes. 本省各县，按代码排序。 */
  counties?: Maybe<CountyConnection>;
  /** Where this record comes from. 本记录的来源。 */
  source?: Maybe<Source>;
};


/** A province-level division. 省级行政区。 */
export type ProvincePartnershipsArgs = {
  asOf?: InputMaybe<Scalars['Date']['input']>;
};


/** A province-level division. 省级行政区。 */
export type ProvinceCountiesArgs = {
  filter?: InputMaybe<CountyFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};

/** A region of the country by the statistical grouping of provinces. 国家统计的四大地区。 */
export type Region =
  /** Eastern provinces. 东部。 */
  | 'EAST'
  /** Central provinces. 中部。 */
  | 'CENTRAL'
  /** Western provinces. 西部。 */
  | 'WEST'
  /** North-eastern provinces. 东北。 */
  | 'NORTHEAST';

/** A pair of provinces in the east–west cooperation. 一对东西部协作省份。 */
export type EastWestPartnership = {
  /** The eastern province that helps. 帮扶方（东部）。 */
  east?: Maybe<Province>;
  /** The western province that is helped. 受帮扶方（西部）。 */
  west?: Maybe<Province>;
  /** First day; null where no source gives it. 起始日期；来源未载明则为空。 */
  from?: Maybe<Scalars['Date']['output']>;
  /** Last day; null while it goes on or where no source gives it. 终止日期；仍有效或来源未载明则为空。 */
  to?: Maybe<Scalars['Date']['output']>;
  /** What the source says of the pair. 来源对该结对的说明。 */
  note?: Maybe<Scalars['String']['output']>;
  /** Where this record comes from. 本记录的来源。 */
  source?: Maybe<Source>;
};

/** A province's liaison office of the action (clause 4.1 of the plan). 专项行动省级联络办公室（方案 4.1）。 */
export type LiaisonOffice = {
  /** Name of the office. 办公室名称。 */
  name?: Maybe<Scalars['String']['output']>;
  /** The agency that keeps it. 设立单位。 */
  agency?: Maybe<Scalars['String']['output']>;
  /** Where this record comes from. 本记录的来源。 */
  source?: Maybe<Source>;
};

/** A prefecture-level division, where the county belongs to one. 地级行政区。 */
export type Prefecture = {
  /** GB/T 2260 code, six digits. 行政区划代码（GB/T 2260），六位。 */
  code: Scalars['ID']['output'];
  /** Full name. 全称。 */
  name: Scalars['String']['output'];
};

/** A county-level division of today. 县级行政区（以现行区划为准）。 */
export type County = {
  /** GB/T 2260 code of today, six digits. 现行行政区划代码（GB/T 2260），六位。 */
  code: Scalars['ID']['output'];
  /** The code by which this county was asked for or recorded, of any date; the code of today unless it was a former one. 查询或登记时所用的代码，可为曾用代码；否则与现行代码相同。 */
  recordedCode: Scalars['ID']['output'];
  /** Every code that names this county: today's first, then the former ones. 指向本县的全部代码：现行代码在前，曾用代码在后。 */
  codes?: Maybe<Array<Scalars['ID']['output']>>;
  /** Full name of today. 现行全称。 */
  name?: Maybe<Scalars['String']['output']>;
  /** Codes and names the county had before. 曾用代码与名称。 */
  formerCodes?: Maybe<Array<FormerCode>>;
  /** The prefecture it belongs to; null where the province governs it directly. 所属地级行政区；省直辖者为空。 */
  prefecture?: Maybe<Prefecture>;
  /** The province it belongs to. 所属省级行政区。 */
  province?: Maybe<Province>;
  /** Lists of designated counties it is or was on. 列入的重点帮扶县名单。 */
  designations?: Maybe<Array<Designation>>;
  /** Whether it lies in an ethnic autonomous area; null where not known. 是否民族自治地方；未知则为空。 */
  ethnicMinorityArea?: Maybe<Scalars['Boolean']['output']>;
  /** Whether it is a land border county; null where not known. 是否陆地边境县；未知则为空。 */
  borderCounty?: Maybe<Scalars['Boolean']['output']>;
  /** Whether it is an old revolutionary base area; null where not known. 是否革命老区县；未知则为空。 */
  oldRevolutionaryBase?: Maybe<Scalars['Boolean']['output']>;
  /** Whether it lies in the "three regions and three prefectures"; null where not known. 是否属于“三区三州”；未知则为空。 */
  threeRegionsThreePrefectures?: Maybe<Scalars['Boolean']['output']>;
  /** Population and rural income by year, in the order of the years. 分年度人口与农村居民收入，按年份排序。 */
  years?: Maybe<Array<CountyYear>>;
  /** Needs the county stated, in the order of their identifiers. 本县提出的需求，按编号排序。 */
  needs?: Maybe<NeedConnection>;
  /** Where this record comes from. 本记录的来源。 */
  source?: Maybe<Source>;
};


/** A county-level division of today. 县级行政区（以现行区划为准）。 */
export type CountyDesignationsArgs = {
  asOf?: InputMaybe<Scalars['Date']['input']>;
  list?: InputMaybe<DesignationList>;
};


/** A county-level division of today. 县级行政区（以现行区划为准）。 */
export type CountyYearsArgs = {
  from?: InputMaybe<Scalars['Int']['input']>;
  to?: InputMaybe<Scalars['Int']['input']>;
};


/** A county-level division of today. 县级行政区（以现行区划为准）。 */
export type CountyNeedsArgs = {
  asOf?: InputMaybe<Scalars['Date']['input']>;
  kind?: InputMaybe<HelpKind>;
  status?: InputMaybe<Array<NeedStatus>>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};

/** A code and name that a county had before. 县的曾用代码与名称。 */
export type FormerCode = {
  /** The former code. 曾用代码。 */
  code: Scalars['ID']['output'];
  /** The former name; null where no source gives it. 曾用名称；来源未载明则为空。 */
  name?: Maybe<Scalars['String']['output']>;
  /** First day of the new code; null where no source gives it. 变更日期；来源未载明则为空。 */
  changedOn?: Maybe<Scalars['Date']['output']>;
  /** Where this record comes from. 本记录的来源。 */
  source?: Maybe<Source>;
};

/** A list of designated counties. 重点帮扶县名单。 */
export type DesignationList =
  /** The 160 national key counties for rural revitalization. 国家乡村振兴重点帮扶县（160 个）。 */
  | 'NATIONAL_KEY'
  /** Key counties that a province designated. 省级乡村振兴重点帮扶县。 */
  | 'PROVINCIAL_KEY';

/** A county's place on a list of designated counties. 县列入重点帮扶县名单的记录。 */
export type Designation = {
  /** The list. 名单。 */
  list: DesignationList;
  /** First day on the list. 列入日期。 */
  from: Scalars['Date']['output'];
  /** Last day on the list; null while it goes on. 终止日期；仍有效则为空。 */
  to?: Maybe<Scalars['Date']['output']>;
  /** Where this record comes from, with its confidence. 本记录的来源及可信度。 */
  source?: Maybe<Source>;
};

/** Figures of a county for one year. 县的年度数据。 */
export type CountyYear = {
  /** The year. 年份。 */
  year: Scalars['Int']['output'];
  /** Resident population at the end of the year, in persons. 年末常住人口（人）。 */
  population?: Maybe<Scalars['Int']['output']>;
  /** Disposable income per rural resident in the year, in yuan. 农村居民人均可支配收入（元）。 */
  ruralIncome?: Maybe<Scalars['Money']['output']>;
  /** Where this record comes from. 本记录的来源。 */
  source?: Maybe<Source>;
};

/** A kind of help named by the action plan (clause 3.1). 帮扶类型（方案 3.1）。 */
export type HelpKind =
  /** Industry. 产业帮扶。 */
  | 'INDUSTRY'
  /** Employment. 就业帮扶。 */
  | 'EMPLOYMENT'
  /** Education. 教育帮扶。 */
  | 'EDUCATION'
  /** Health. 健康帮扶。 */
  | 'HEALTH'
  /** Elderly care. 养老帮扶。 */
  | 'ELDERLY_CARE'
  /** Consumption: buying what the county produces. 消费帮扶。 */
  | 'CONSUMPTION'
  /** Diversified help, of several kinds. 多样化帮扶。 */
  | 'DIVERSIFIED';

/** A need that a county stated (clause 4.3 of the plan). 县提出的帮扶需求（方案 4.3）。 */
export type Need = {
  /** Identifier of the need. 需求编号。 */
  id: Scalars['ID']['output'];
  /** The county that stated it. 提出需求的县。 */
  county?: Maybe<County>;
  /** The kind of help sought. 所需帮扶类型。 */
  kind?: Maybe<HelpKind>;
  /** What is needed. 需求说明。 */
  description?: Maybe<Scalars['String']['output']>;
  /** The day it was stated. 提出日期。 */
  statedOn?: Maybe<Scalars['Date']['output']>;
  /** The amount sought, in yuan; null where the need is not one of money. 所需金额（元）；非资金需求则为空。 */
  amountSought?: Maybe<Scalars['Money']['output']>;
  /** Its status on a date; null before it was stated. 某日的状态；提出之前为空。 */
  status?: Maybe<NeedState>;
  /** Where this record comes from. 本记录的来源。 */
  source?: Maybe<Source>;
};


/** A need that a county stated (clause 4.3 of the plan). 县提出的帮扶需求（方案 4.3）。 */
export type NeedStatusArgs = {
  asOf?: InputMaybe<Scalars['Date']['input']>;
};

/** A need's status and the day it began. 需求状态及其起始日期。 */
export type NeedState = {
  /** The status. 状态。 */
  status: NeedStatus;
  /** First day of the status. 状态起始日期。 */
  since: Scalars['Date']['output'];
};

/** How far a need is met. 需求满足状态。 */
export type NeedStatus =
  /** Stated, not yet answered. 待对接。 */
  | 'OPEN'
  /** Met in part. 部分满足。 */
  | 'PARTLY_MET'
  /** Met. 已满足。 */
  | 'MET'
  /** Withdrawn by the county. 已撤回。 */
  | 'WITHDRAWN';

/** Conditions on counties, all of which must hold. Where a flag is not known, neither true nor false keeps the county; an empty list keeps none. Lists are sets: neither order nor repetition means anything. 县的检索条件，须同时满足；标志未知的县，取真取假均不包括；空列表不取任何记录；列表为集合，次序与重复均无意义。 */
export type CountyFilter = {
  /** In one of these provinces, by code. 属于这些省（代码）。 */
  provinces?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** In one of these prefectures, by code. 属于这些地级行政区（代码）。 */
  prefectures?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** In one of these regions. 属于这些地区。 */
  regions?: InputMaybe<Array<Region>>;
  /** On a list of designated counties. 列入某重点帮扶县名单。 */
  designation?: InputMaybe<DesignationFilter>;
  /** Lies, or does not lie, in an ethnic autonomous area. 是否民族自治地方。 */
  ethnicMinorityArea?: InputMaybe<Scalars['Boolean']['input']>;
  /** Is, or is not, a land border county. 是否陆地边境县。 */
  borderCounty?: InputMaybe<Scalars['Boolean']['input']>;
  /** Is, or is not, an old revolutionary base area. 是否革命老区县。 */
  oldRevolutionaryBase?: InputMaybe<Scalars['Boolean']['input']>;
  /** Lies, or does not lie, in the "three regions and three prefectures". 是否属于“三区三州”。 */
  threeRegionsThreePrefectures?: InputMaybe<Scalars['Boolean']['input']>;
  /** Has stated needs of one of these kinds that are open or partly met today. 今日有这些类型的未满足需求。 */
  unmetNeeds?: InputMaybe<Array<HelpKind>>;
};

/** Condition on designation. 名单条件。 */
export type DesignationFilter = {
  /** The list. 名单。 */
  list?: DesignationList;
  /** In force on this date; on any date where absent. 在该日有效；缺省则不限日期。 */
  asOf?: InputMaybe<Scalars['Date']['input']>;
};

/** A page of counties. 县的分页结果。 */
export type CountyConnection = {
  /** The counties with their cursors. 县及其游标。 */
  edges: Array<CountyEdge>;
  /** The counties alone. 县。 */
  nodes: Array<Maybe<County>>;
  /** How to go on. 翻页信息。 */
  pageInfo: PageInfo;
  /** How many there are in all. 总数。 */
  totalCount?: Maybe<Scalars['Int']['output']>;
};

/** A county in a page. 分页中的一个县。 */
export type CountyEdge = {
  /** Cursor of this county. 该县的游标。 */
  cursor: Scalars['String']['output'];
  /** The county. 县。 */
  node?: Maybe<County>;
};

/** A page of needs. 需求的分页结果。 */
export type NeedConnection = {
  /** The needs with their cursors. 需求及其游标。 */
  edges: Array<NeedEdge>;
  /** The needs alone. 需求。 */
  nodes: Array<Maybe<Need>>;
  /** How to go on. 翻页信息。 */
  pageInfo: PageInfo;
  /** How many there are in all. 总数。 */
  totalCount?: Maybe<Scalars['Int']['output']>;
};

/** A need in a page. 分页中的一项需求。 */
export type NeedEdge = {
  /** Cursor of this need. 该需求的游标。 */
  cursor: Scalars['String']['output'];
  /** The need. 需求。 */
  node?: Maybe<Need>;
};

/** How to go on from a page. 翻页信息。 */
export type PageInfo = {
  /** Whether more follow. 之后是否还有。 */
  hasNextPage: Scalars['Boolean']['output'];
  /** Whether some came before: true when the page began after a cursor. 之前是否还有：自游标之后开始的页为真。 */
  hasPreviousPage: Scalars['Boolean']['output'];
  /** Cursor of the first item; null on an empty page. 首项游标；空页为空。 */
  startCursor?: Maybe<Scalars['String']['output']>;
  /** Cursor of the last item; null on an empty page. 末项游标；空页为空。 */
  endCursor?: Maybe<Scalars['String']['output']>;
};

/** Where a record comes from. 记录的来源。 */
export type Source = {
  /** The agency that answers for the record. 负责该记录的机关。 */
  agency: Scalars['String']['output'];
  /** The data set; its name says so where the rows are synthetic. 数据集；合成数据在名称中注明。 */
  dataset: Scalars['String']['output'];
  /** The date the data describe. 数据所述日期。 */
  asOf: Scalars['Date']['output'];
  /** When the data were loaded. 数据载入时刻。 */
  loadedAt: Scalars['DateTime']['output'];
  /** How far the record can be relied on. 可信度。 */
  confidence: Confidence;
  /** Documents or keys the record was taken from. 所据文献或来源键。 */
  references: Array<Scalars['String']['output']>;
};

/** How far a record can be relied on. 记录的可信度。 */
export type Confidence =
  /** A source was read that states it. 有来源载明。 */
  | 'SOURCED'
  /** Reconstructed, very likely right. 重建，可信度高。 */
  | 'RECONSTRUCTED_HIGH'
  /** Reconstructed, likely right. 重建，可信度中等。 */
  | 'RECONSTRUCTED_MEDIUM'
  /** Reconstructed, uncertain. 重建，可信度低。 */
  | 'RECONSTRUCTED_LOW'
  /** Synthetic: made by a generator, true of nobody. 合成数据，非真实情况。 */
  | 'SYNTHETIC';

/** An agency's rows for whoever keeps a copy of them. 供复制方读取的机关数据。 */
export type ChangeFeed = {
  /** The database's clock, YYYY-MM-DD HH:MM:SS.mmm in UTC. 数据库时钟（协调世界时）。 */
  now: Scalars['String']['output'];
  /** The day up to which the data are complete; null without data. 数据完整至何日；无数据则为空。 */
  dataThrough?: Maybe<Scalars['Date']['output']>;
  /** The data sets that records name. 各记录所属数据集。 */
  datasets: Array<Scalars['FeedRecord']['output']>;
  /** What can be read. 可读取的各类记录。 */
  collections: Array<FeedCollection>;
  /** Records by change time and key; those without a change time are not among them. 按变更时刻与键排序的记录，不含无变更时刻者。 */
  changes: FeedPage;
  /** All records by key. 按键排序的全部记录。 */
  records: FeedPage;
};


/** An agency's rows for whoever keeps a copy of them. 供复制方读取的机关数据。 */
export type ChangeFeedChangesArgs = {
  collection: Scalars['String']['input'];
  since?: InputMaybe<Scalars['String']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


/** An agency's rows for whoever keeps a copy of them. 供复制方读取的机关数据。 */
export type ChangeFeedRecordsArgs = {
  collection: Scalars['String']['input'];
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** A kind of record that the feed offers. 变更数据的一类记录。 */
export type FeedCollection = {
  /** Its name. 名称。 */
  name: Scalars['String']['output'];
  /** Whether records tell when they changed; if not, they can only be compared. 是否记有变更时刻；否则只能逐页比对。 */
  hasChangeTime: Scalars['Boolean']['output'];
};

/** One page of a feed. 变更数据的一页。 */
export type FeedPage = {
  /** The records' keys. 各记录的键。 */
  keys: Array<Scalars['String']['output']>;
  /** The records. 各记录。 */
  records: Array<Scalars['FeedRecord']['output']>;
  /** SHA-256 over a line "key hash" for each record, the hash being the SHA-256 of its body as compact JSON. 逐条“键 散列”行的 SHA-256。 */
  checksum: Scalars['String']['output'];
  /** Cursor of the last record; null on an empty page. 末条游标；空页为空。 */
  endCursor?: Maybe<Scalars['String']['output']>;
  /** Whether more follow. 之后是否还有。 */
  hasNextPage: Scalars['Boolean']['output'];
};



export type ResolverTypeWrapper<T> = Promise<T> | T;

export type ReferenceResolver<TResult, TReference, TContext> = (
      reference: TReference,
      context: TContext,
      info: GraphQLResolveInfo
    ) => Promise<TResult> | TResult;

      type ScalarCheck<T, S> = S extends true ? T : NullableCheck<T, S>;
      type NullableCheck<T, S> = Maybe<T> extends T ? Maybe<ListCheck<NonNullable<T>, S>> : ListCheck<T, S>;
      type ListCheck<T, S> = T extends (infer U)[] ? NullableCheck<U, S>[] : GraphQLRecursivePick<T, S>;
      export type GraphQLRecursivePick<T, S> = { [K in keyof T & keyof S]: ScalarCheck<T[K], S[K]> };
    

export type ResolverWithResolve<TResult, TParent, TContext, TArgs> = {
  resolve: ResolverFn<TResult, TParent, TContext, TArgs>;
};
export type Resolver<TResult, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = ResolverFn<TResult, TParent, TContext, TArgs> | ResolverWithResolve<TResult, TParent, TContext, TArgs>;

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => Promise<TResult> | TResult;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<TResult, TKey extends string, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<TTypes, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo
) => Maybe<TTypes> | Promise<Maybe<TTypes>>;

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (obj: T, context: TContext, info: GraphQLResolveInfo) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<TResult = Record<PropertyKey, never>, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

/** Mapping of federation types */
export type FederationTypes = {
  Province: Province;
  County: County;
  Need: Need;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Province:
    ( { __typename: 'Province' }
    & GraphQLRecursivePick<FederationTypes['Province'], {"code":true}> );
  County:
    ( { __typename: 'County' }
    & ( GraphQLRecursivePick<FederationTypes['County'], {"code":true}>
        | GraphQLRecursivePick<FederationTypes['County'], {"recordedCode":true}> ) );
  Need:
    ( { __typename: 'Need' }
    & GraphQLRecursivePick<FederationTypes['Need'], {"id":true}> );
};



/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  Date: ResolverTypeWrapper<Scalars['Date']['output']>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  Money: ResolverTypeWrapper<Scalars['Money']['output']>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  Province: ResolverTypeWrapper<ProvinceRow>;
  Region: Region;
  EastWestPartnership: ResolverTypeWrapper<PartnershipRow>;
  LiaisonOffice: ResolverTypeWrapper<LiaisonOfficeRow>;
  Prefecture: ResolverTypeWrapper<Prefecture>;
  County: ResolverTypeWrapper<CountyRow>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  FormerCode: ResolverTypeWrapper<FormerCodeRow>;
  DesignationList: DesignationList;
  Designation: ResolverTypeWrapper<DesignationRow>;
  CountyYear: ResolverTypeWrapper<CountyYearRow>;
  HelpKind: HelpKind;
  Need: ResolverTypeWrapper<NeedRow>;
  NeedState: ResolverTypeWrapper<NeedStatusRow>;
  NeedStatus: NeedStatus;
  CountyFilter: CountyFilter;
  DesignationFilter: DesignationFilter;
  CountyConnection: ResolverTypeWrapper<CountyRows>;
  CountyEdge: ResolverTypeWrapper<Omit<CountyEdge, 'node'> & { node?: Maybe<ResolversTypes['County']> }>;
  NeedConnection: ResolverTypeWrapper<NeedRows>;
  NeedEdge: ResolverTypeWrapper<Omit<NeedEdge, 'node'> & { node?: Maybe<ResolversTypes['Need']> }>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  Source: ResolverTypeWrapper<Source>;
  Confidence: Confidence;
  FeedRecord: ResolverTypeWrapper<Scalars['FeedRecord']['output']>;
  ChangeFeed: ResolverTypeWrapper<Feed>;
  FeedCollection: ResolverTypeWrapper<FeedCollection>;
  FeedPage: ResolverTypeWrapper<FeedPage>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  Date: Scalars['Date']['output'];
  DateTime: Scalars['DateTime']['output'];
  Money: Scalars['Money']['output'];
  Query: Record<PropertyKey, never>;
  ID: Scalars['ID']['output'];
  String: Scalars['String']['output'];
  Int: Scalars['Int']['output'];
  Province: ProvinceRow;
  EastWestPartnership: PartnershipRow;
  LiaisonOffice: LiaisonOfficeRow;
  Prefecture: Prefecture;
  County: CountyRow;
  Boolean: Scalars['Boolean']['output'];
  FormerCode: FormerCodeRow;
  Designation: DesignationRow;
  CountyYear: CountyYearRow;
  Need: NeedRow;
  NeedState: NeedStatusRow;
  CountyFilter: CountyFilter;
  DesignationFilter: DesignationFilter;
  CountyConnection: CountyRows;
  CountyEdge: Omit<CountyEdge, 'node'> & { node?: Maybe<ResolversParentTypes['County']> };
  NeedConnection: NeedRows;
  NeedEdge: Omit<NeedEdge, 'node'> & { node?: Maybe<ResolversParentTypes['Need']> };
  PageInfo: PageInfo;
  Source: Source;
  FeedRecord: Scalars['FeedRecord']['output'];
  ChangeFeed: Feed;
  FeedCollection: FeedCollection;
  FeedPage: FeedPage;
};

export interface DateScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Date'], any> {
  name: 'Date';
}

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export interface MoneyScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Money'], any> {
  name: 'Money';
}

export type QueryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  province?: Resolver<Maybe<ResolversTypes['Province']>, ParentType, ContextType, RequireFields<QueryProvinceArgs, 'code'>>;
  provinces?: Resolver<Maybe<Array<ResolversTypes['Province']>>, ParentType, ContextType, Partial<QueryProvincesArgs>>;
  county?: Resolver<Maybe<ResolversTypes['County']>, ParentType, ContextType, RequireFields<QueryCountyArgs, 'code'>>;
  counties?: Resolver<Maybe<Array<Maybe<ResolversTypes['County']>>>, ParentType, ContextType, RequireFields<QueryCountiesArgs, 'codes'>>;
  countySearch?: Resolver<Maybe<ResolversTypes['CountyConnection']>, ParentType, ContextType, RequireFields<QueryCountySearchArgs, 'first'>>;
  need?: Resolver<Maybe<ResolversTypes['Need']>, ParentType, ContextType, RequireFields<QueryNeedArgs, 'id'>>;
  eastWestPartnerships?: Resolver<Maybe<Array<ResolversTypes['EastWestPartnership']>>, ParentType, ContextType, Partial<QueryEastWestPartnershipsArgs>>;
  countyFeed?: Resolver<Maybe<ResolversTypes['ChangeFeed']>, ParentType, ContextType>;
};

export type ProvinceResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Province'] = ResolversParentTypes['Province'], FederationReferenceType extends FederationReferenceTypes['Province'] = FederationReferenceTypes['Province']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Province']> | FederationReferenceType, FederationReferenceType, ContextType>;
  code?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  region?: Resolver<Maybe<ResolversTypes['Region']>, ParentType, ContextType>;
  partnerships?: Resolver<Maybe<Array<ResolversTypes['EastWestPartnership']>>, ParentType, ContextType, Partial<ProvincePartnershipsArgs>>;
  liaisonOffice?: Resolver<Maybe<ResolversTypes['LiaisonOffice']>, ParentType, ContextType>;
  counties?: Resolver<Maybe<ResolversTypes['CountyConnection']>, ParentType, ContextType, RequireFields<ProvinceCountiesArgs, 'first'>>;
  source?: Resolver<Maybe<ResolversTypes['Source']>, ParentType, ContextType>;
};

export type EastWestPartnershipResolvers<ContextType = Context, ParentType extends ResolversParentTypes['EastWestPartnership'] = ResolversParentTypes['EastWestPartnership']> = {
  east?: Resolver<Maybe<ResolversTypes['Province']>, ParentType, ContextType>;
  west?: Resolver<Maybe<ResolversTypes['Province']>, ParentType, ContextType>;
  from?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  to?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  note?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  source?: Resolver<Maybe<ResolversTypes['Source']>, ParentType, ContextType>;
};

export type LiaisonOfficeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['LiaisonOffice'] = ResolversParentTypes['LiaisonOffice']> = {
  name?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  agency?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  source?: Resolver<Maybe<ResolversTypes['Source']>, ParentType, ContextType>;
};

export type PrefectureResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Prefecture'] = ResolversParentTypes['Prefecture']> = {
  code?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type CountyResolvers<ContextType = Context, ParentType extends ResolversParentTypes['County'] = ResolversParentTypes['County'], FederationReferenceType extends FederationReferenceTypes['County'] = FederationReferenceTypes['County']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['County']> | FederationReferenceType, FederationReferenceType, ContextType>;
  code?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  recordedCode?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  codes?: Resolver<Maybe<Array<ResolversTypes['ID']>>, ParentType, ContextType>;
  name?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  formerCodes?: Resolver<Maybe<Array<ResolversTypes['FormerCode']>>, ParentType, ContextType>;
  prefecture?: Resolver<Maybe<ResolversTypes['Prefecture']>, ParentType, ContextType>;
  province?: Resolver<Maybe<ResolversTypes['Province']>, ParentType, ContextType>;
  designations?: Resolver<Maybe<Array<ResolversTypes['Designation']>>, ParentType, ContextType, Partial<CountyDesignationsArgs>>;
  ethnicMinorityArea?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  borderCounty?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  oldRevolutionaryBase?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  threeRegionsThreePrefectures?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  years?: Resolver<Maybe<Array<ResolversTypes['CountyYear']>>, ParentType, ContextType, Partial<CountyYearsArgs>>;
  needs?: Resolver<Maybe<ResolversTypes['NeedConnection']>, ParentType, ContextType, RequireFields<CountyNeedsArgs, 'first'>>;
  source?: Resolver<Maybe<ResolversTypes['Source']>, ParentType, ContextType>;
};

export type FormerCodeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['FormerCode'] = ResolversParentTypes['FormerCode']> = {
  code?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  changedOn?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  source?: Resolver<Maybe<ResolversTypes['Source']>, ParentType, ContextType>;
};

export type DesignationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Designation'] = ResolversParentTypes['Designation']> = {
  list?: Resolver<ResolversTypes['DesignationList'], ParentType, ContextType>;
  from?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  to?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  source?: Resolver<Maybe<ResolversTypes['Source']>, ParentType, ContextType>;
};

export type CountyYearResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CountyYear'] = ResolversParentTypes['CountyYear']> = {
  year?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  population?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  ruralIncome?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  source?: Resolver<Maybe<ResolversTypes['Source']>, ParentType, ContextType>;
};

export type NeedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Need'] = ResolversParentTypes['Need'], FederationReferenceType extends FederationReferenceTypes['Need'] = FederationReferenceTypes['Need']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Need']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  county?: Resolver<Maybe<ResolversTypes['County']>, ParentType, ContextType>;
  kind?: Resolver<Maybe<ResolversTypes['HelpKind']>, ParentType, ContextType>;
  description?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  statedOn?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  amountSought?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  status?: Resolver<Maybe<ResolversTypes['NeedState']>, ParentType, ContextType, Partial<NeedStatusArgs>>;
  source?: Resolver<Maybe<ResolversTypes['Source']>, ParentType, ContextType>;
};

export type NeedStateResolvers<ContextType = Context, ParentType extends ResolversParentTypes['NeedState'] = ResolversParentTypes['NeedState']> = {
  status?: Resolver<ResolversTypes['NeedStatus'], ParentType, ContextType>;
  since?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
};

export type CountyConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CountyConnection'] = ResolversParentTypes['CountyConnection']> = {
  edges?: Resolver<Array<ResolversTypes['CountyEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<Maybe<ResolversTypes['County']>>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type CountyEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CountyEdge'] = ResolversParentTypes['CountyEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<Maybe<ResolversTypes['County']>, ParentType, ContextType>;
};

export type NeedConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['NeedConnection'] = ResolversParentTypes['NeedConnection']> = {
  edges?: Resolver<Array<ResolversTypes['NeedEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<Maybe<ResolversTypes['Need']>>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type NeedEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['NeedEdge'] = ResolversParentTypes['NeedEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<Maybe<ResolversTypes['Need']>, ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type SourceResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Source'] = ResolversParentTypes['Source']> = {
  agency?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  dataset?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  asOf?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  loadedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  confidence?: Resolver<ResolversTypes['Confidence'], ParentType, ContextType>;
  references?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
};

export interface FeedRecordScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['FeedRecord'], any> {
  name: 'FeedRecord';
}

export type ChangeFeedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ChangeFeed'] = ResolversParentTypes['ChangeFeed']> = {
  now?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  dataThrough?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  datasets?: Resolver<Array<ResolversTypes['FeedRecord']>, ParentType, ContextType>;
  collections?: Resolver<Array<ResolversTypes['FeedCollection']>, ParentType, ContextType>;
  changes?: Resolver<ResolversTypes['FeedPage'], ParentType, ContextType, RequireFields<ChangeFeedChangesArgs, 'collection' | 'first'>>;
  records?: Resolver<ResolversTypes['FeedPage'], ParentType, ContextType, RequireFields<ChangeFeedRecordsArgs, 'collection' | 'first'>>;
};

export type FeedCollectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['FeedCollection'] = ResolversParentTypes['FeedCollection']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  hasChangeTime?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type FeedPageResolvers<ContextType = Context, ParentType extends ResolversParentTypes['FeedPage'] = ResolversParentTypes['FeedPage']> = {
  keys?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  records?: Resolver<Array<ResolversTypes['FeedRecord']>, ParentType, ContextType>;
  checksum?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type Resolvers<ContextType = Context> = {
  Date?: GraphQLScalarType;
  DateTime?: GraphQLScalarType;
  Money?: GraphQLScalarType;
  Query?: QueryResolvers<ContextType>;
  Province?: ProvinceResolvers<ContextType>;
  EastWestPartnership?: EastWestPartnershipResolvers<ContextType>;
  LiaisonOffice?: LiaisonOfficeResolvers<ContextType>;
  Prefecture?: PrefectureResolvers<ContextType>;
  County?: CountyResolvers<ContextType>;
  FormerCode?: FormerCodeResolvers<ContextType>;
  Designation?: DesignationResolvers<ContextType>;
  CountyYear?: CountyYearResolvers<ContextType>;
  Need?: NeedResolvers<ContextType>;
  NeedState?: NeedStateResolvers<ContextType>;
  CountyConnection?: CountyConnectionResolvers<ContextType>;
  CountyEdge?: CountyEdgeResolvers<ContextType>;
  NeedConnection?: NeedConnectionResolvers<ContextType>;
  NeedEdge?: NeedEdgeResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  Source?: SourceResolvers<ContextType>;
  FeedRecord?: GraphQLScalarType;
  ChangeFeed?: ChangeFeedResolvers<ContextType>;
  FeedCollection?: FeedCollectionResolvers<ContextType>;
  FeedPage?: FeedPageResolvers<ContextType>;
};

