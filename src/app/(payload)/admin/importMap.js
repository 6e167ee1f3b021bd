import { EventZoneField as EventZoneField_9be8f7e067e5931e11a006b64663e90b } from '../../../../src/features/events/admin/EventZoneField.tsx'
import { WhenCell as WhenCell_6e4bd72d3d0898082cd625abfd8ad348 } from '../../../../src/features/events/admin/WhenCell.tsx'
import { ZonedDateField as ZonedDateField_25803405db9003539b5c7e533303b2b4 } from '../../../../src/features/events/admin/ZonedDateField.tsx'
import { ZonedDateDiff as ZonedDateDiff_85d85c182e302073969b7db96faf93f9 } from '../../../../src/features/events/admin/versions/ZonedDateDiff.tsx'
import { PastNotice as PastNotice_7d0dbbe8d7d969499435d6b2843d94f2 } from '../../../../src/features/events/admin/PastNotice.tsx'
import { RscEntryLexicalCell as RscEntryLexicalCell_44fe37237e0ebf4470c9990d8cb7b07e } from '@payloadcms/richtext-lexical/rsc'
import { RscEntryLexicalField as RscEntryLexicalField_44fe37237e0ebf4470c9990d8cb7b07e } from '@payloadcms/richtext-lexical/rsc'
import { LexicalDiffComponent as LexicalDiffComponent_44fe37237e0ebf4470c9990d8cb7b07e } from '@payloadcms/richtext-lexical/rsc'
import { InlineToolbarFeatureClient as InlineToolbarFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { HorizontalRuleFeatureClient as HorizontalRuleFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { UploadFeatureClient as UploadFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { BlockquoteFeatureClient as BlockquoteFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { RelationshipFeatureClient as RelationshipFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { LinkFeatureClient as LinkFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { ChecklistFeatureClient as ChecklistFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { OrderedListFeatureClient as OrderedListFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { UnorderedListFeatureClient as UnorderedListFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { IndentFeatureClient as IndentFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { AlignFeatureClient as AlignFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { HeadingFeatureClient as HeadingFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { ParagraphFeatureClient as ParagraphFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { InlineCodeFeatureClient as InlineCodeFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { SuperscriptFeatureClient as SuperscriptFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { SubscriptFeatureClient as SubscriptFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { StrikethroughFeatureClient as StrikethroughFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { UnderlineFeatureClient as UnderlineFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { BoldFeatureClient as BoldFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { ItalicFeatureClient as ItalicFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { OfferMinutesField as OfferMinutesField_96d483b6adc4cbf81058d6b87343c243 } from '../../../../src/features/events/admin/OfferMinutesField.tsx'
import { StatusCell as StatusCell_9290d6868c2019a885a82e34c7080489 } from '../../../../src/panel/elements/StatusCell.tsx'
import { StatusField as StatusField_39455d8400d2fa924a15824d128808b3 } from '../../../../src/features/events/admin/StatusField.tsx'
import { SeatsCell as SeatsCell_a52910979363e35da9af61117d1f5b85 } from '../../../../src/features/events/admin/SeatsCell.tsx'
import { SeatsField as SeatsField_dcbc554785bed7b47250319c78fc0b4e } from '../../../../src/features/events/admin/SeatsField.tsx'
import { SeriesField as SeriesField_808212c76786b1ea18fd87c43301bf21 } from '../../../../src/features/series/admin/SeriesField.tsx'
import { EventFilters as EventFilters_4fb43cfdb00a64862237e0d6adc48645 } from '../../../../src/features/events/admin/EventFilters.tsx'
import { DuplicateEvent as DuplicateEvent_a47258cc1d2b2a8b3a3716bcd060ee54 } from '../../../../src/features/events/admin/DuplicateEvent.tsx'
import { RepeatEvent as RepeatEvent_9b668e623758aaac1365d0d6dcdaf776 } from '../../../../src/features/series/admin/RepeatEvent.tsx'
import { DeleteFromSeries as DeleteFromSeries_58cec01d5bac865a8511cb192c023ccf } from '../../../../src/features/series/admin/DeleteFromSeries.tsx'
import { SaveEventButton as SaveEventButton_52dcb5c6c9685a29b23c85e7226b3f17 } from '../../../../src/features/events/admin/SaveEventButton.tsx'
import { RegistrationsView as RegistrationsView_58b9ad591a77f5d298e5bab074e1aaa0 } from '../../../../src/features/registrations/admin/RegistrationsView.tsx'
import { VersionsView as VersionsView_6ee904e35a6aefdeb125ef47ac59db58 } from '../../../../src/features/events/admin/versions/VersionsView.tsx'
import { PersonField as PersonField_be8e1ba3657f4f23da12652bb9cd1e1d } from '../../../../src/features/registrations/admin/PersonField.tsx'
import { SaveRegistrationButton as SaveRegistrationButton_9dace1f2ec989ce117ff7c3557e0939f } from '../../../../src/features/registrations/admin/SaveRegistrationButton.tsx'
import { TimeZoneField as TimeZoneField_fd307e13a7280454f6b4e92717a17cc5 } from '../../../../src/panel/timeZone/TimeZoneField.tsx'
import { FlagCell as FlagCell_aac6fa79443e79f0f07cbf2d165af488 } from '../../../../src/panel/elements/FlagCell.tsx'
import { DeletePerson as DeletePerson_65cd78abe88b22c36dd589b88361a54d } from '../../../../src/features/accounts/admin/DeletePerson.tsx'
import { EventTypesCell as EventTypesCell_c2b121dfa2c8fbd33ab94f1fd55003e3 } from '../../../../src/features/webhooks/admin/EventTypesCell.tsx'
import { EventTypesField as EventTypesField_f216260687685a0b80452aa7560315eb } from '../../../../src/features/webhooks/admin/EventTypesField.tsx'
import { StateCell as StateCell_21c4efba66ff56bad4eff8ac3d84cdd8 } from '../../../../src/features/webhooks/admin/StateCell.tsx'
import { StateField as StateField_669a18e32a6d4d90daec9a0733af3c29 } from '../../../../src/features/webhooks/admin/StateField.tsx'
import { LastAttemptCell as LastAttemptCell_1bb56df7991b580b82e16f5ee78b3655 } from '../../../../src/features/webhooks/admin/LastAttemptCell.tsx'
import { SecretField as SecretField_b2cdcaae8bb144c2903e6c6193146ddc } from '../../../../src/features/webhooks/admin/SecretField.tsx'
import { DeliveriesView as DeliveriesView_a77710fc4beb445eda5cf77dbd5fd5e4 } from '../../../../src/features/webhooks/admin/DeliveriesView.tsx'
import { ValueField as ValueField_6f1936b7d8641e3fd2677f97d3bbb414 } from '../../../../src/features/flags/admin/ValueField.tsx'
import { RuleLabel as RuleLabel_730cf6311374386ea220e6b01adae818 } from '../../../../src/features/flags/admin/RuleLabel.tsx'
import { ReasonField as ReasonField_ffad9175181946e2db8beecb395fa0d2 } from '../../../../src/features/flags/admin/ReasonField.tsx'
import { StateCell as StateCell_8b3af6545496a6379d1edd3ff4dd9421 } from '../../../../src/features/flags/admin/StateCell.tsx'
import { StateField as StateField_d29237cb6b4054f27c9f6c7e66ae2053 } from '../../../../src/features/flags/admin/StateField.tsx'
import { ReviewCell as ReviewCell_8ff2d9bd1e1ada51f2d34c87a749e86f } from '../../../../src/features/flags/admin/ReviewCell.tsx'
import { TesterView as TesterView_3a0a8b50bdffe260acf6f143e8de40f0 } from '../../../../src/features/flags/admin/TesterView.tsx'
import { HistoryView as HistoryView_a19b7e40667318f9284bca34fa105ecb } from '../../../../src/features/flags/admin/HistoryView.tsx'
import { SkipLink as SkipLink_1c24b32db52dfba038f0f9b0c46674cb } from '../../../../src/panel/skipLink/SkipLink.tsx'
import { Mark as Mark_024d1d0e7ae1da6d7ccd3a79d4d2fc7d } from '../../../../src/panel/brand/Mark.tsx'
import { Logo as Logo_ba010ed130fe60d5a9f63f5607a9f84a } from '../../../../src/panel/brand/Logo.tsx'
import { PanelSearch as PanelSearch_5ccd8c91d379536c5e986c95d1915aad } from '../../../../src/features/panelSearch/admin/PanelSearch.tsx'
import { WorkLink as WorkLink_63c268680d3d3ee9bfedc97bbaff066d } from '../../../../src/features/backgroundWork/admin/WorkLink.tsx'
import { Dashboard as Dashboard_80703ade5c73956060b028bc353e445b } from '../../../../src/panel/dashboard/Dashboard.tsx'
import { PanelProvider as PanelProvider_7b97f095875023fe333ad96cce4732c8 } from '../../../../src/panel/provider/PanelProvider.tsx'
import { S3ClientUploadHandler as S3ClientUploadHandler_f97aa6c64367fa259c5bc0567239ef24 } from '@payloadcms/storage-s3/client'
import { WorkView as WorkView_23f221f37d8a17241accb63fb3cbf94a } from '../../../../src/features/backgroundWork/admin/WorkView.tsx'
import { CollectionCards as CollectionCards_f9c02e79a4aed9a3924487c0cd4cafb1 } from '@payloadcms/next/rsc'

/** @type import('payload').ImportMap */
export const importMap = {
  "/src/features/events/admin/EventZoneField.tsx#EventZoneField": EventZoneField_9be8f7e067e5931e11a006b64663e90b,
  "/src/features/events/admin/WhenCell.tsx#WhenCell": WhenCell_6e4bd72d3d0898082cd625abfd8ad348,
  "/src/features/events/admin/ZonedDateField.tsx#ZonedDateField": ZonedDateField_25803405db9003539b5c7e533303b2b4,
  "/src/features/events/admin/versions/ZonedDateDiff.tsx#ZonedDateDiff": ZonedDateDiff_85d85c182e302073969b7db96faf93f9,
  "/src/features/events/admin/PastNotice.tsx#PastNotice": PastNotice_7d0dbbe8d7d969499435d6b2843d94f2,
  "@payloadcms/richtext-lexical/rsc#RscEntryLexicalCell": RscEntryLexicalCell_44fe37237e0ebf4470c9990d8cb7b07e,
  "@payloadcms/richtext-lexical/rsc#RscEntryLexicalField": RscEntryLexicalField_44fe37237e0ebf4470c9990d8cb7b07e,
  "@payloadcms/richtext-lexical/rsc#LexicalDiffComponent": LexicalDiffComponent_44fe37237e0ebf4470c9990d8cb7b07e,
  "@payloadcms/richtext-lexical/client#InlineToolbarFeatureClient": InlineToolbarFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "@payloadcms/richtext-lexical/client#HorizontalRuleFeatureClient": HorizontalRuleFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "@payloadcms/richtext-lexical/client#UploadFeatureClient": UploadFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "@payloadcms/richtext-lexical/client#BlockquoteFeatureClient": BlockquoteFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "@payloadcms/richtext-lexical/client#RelationshipFeatureClient": RelationshipFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "@payloadcms/richtext-lexical/client#LinkFeatureClient": LinkFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "@payloadcms/richtext-lexical/client#ChecklistFeatureClient": ChecklistFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "@payloadcms/richtext-lexical/client#OrderedListFeatureClient": OrderedListFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "@payloadcms/richtext-lexical/client#UnorderedListFeatureClient": UnorderedListFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "@payloadcms/richtext-lexical/client#IndentFeatureClient": IndentFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "@payloadcms/richtext-lexical/client#AlignFeatureClient": AlignFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "@payloadcms/richtext-lexical/client#HeadingFeatureClient": HeadingFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "@payloadcms/richtext-lexical/client#ParagraphFeatureClient": ParagraphFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "@payloadcms/richtext-lexical/client#InlineCodeFeatureClient": InlineCodeFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "@payloadcms/richtext-lexical/client#SuperscriptFeatureClient": SuperscriptFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "@payloadcms/richtext-lexical/client#SubscriptFeatureClient": SubscriptFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "@payloadcms/richtext-lexical/client#StrikethroughFeatureClient": StrikethroughFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "@payloadcms/richtext-lexical/client#UnderlineFeatureClient": UnderlineFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "@payloadcms/richtext-lexical/client#BoldFeatureClient": BoldFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "@payloadcms/richtext-lexical/client#ItalicFeatureClient": ItalicFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "/src/features/events/admin/OfferMinutesField.tsx#OfferMinutesField": OfferMinutesField_96d483b6adc4cbf81058d6b87343c243,
  "/src/panel/elements/StatusCell.tsx#StatusCell": StatusCell_9290d6868c2019a885a82e34c7080489,
  "/src/features/events/admin/StatusField.tsx#StatusField": StatusField_39455d8400d2fa924a15824d128808b3,
  "/src/features/events/admin/SeatsCell.tsx#SeatsCell": SeatsCell_a52910979363e35da9af61117d1f5b85,
  "/src/features/events/admin/SeatsField.tsx#SeatsField": SeatsField_dcbc554785bed7b47250319c78fc0b4e,
  "/src/features/series/admin/SeriesField.tsx#SeriesField": SeriesField_808212c76786b1ea18fd87c43301bf21,
  "/src/features/events/admin/EventFilters.tsx#EventFilters": EventFilters_4fb43cfdb00a64862237e0d6adc48645,
  "/src/features/events/admin/DuplicateEvent.tsx#DuplicateEvent": DuplicateEvent_a47258cc1d2b2a8b3a3716bcd060ee54,
  "/src/features/series/admin/RepeatEvent.tsx#RepeatEvent": RepeatEvent_9b668e623758aaac1365d0d6dcdaf776,
  "/src/features/series/admin/DeleteFromSeries.tsx#DeleteFromSeries": DeleteFromSeries_58cec01d5bac865a8511cb192c023ccf,
  "/src/features/events/admin/SaveEventButton.tsx#SaveEventButton": SaveEventButton_52dcb5c6c9685a29b23c85e7226b3f17,
  "/src/features/registrations/admin/RegistrationsView.tsx#RegistrationsView": RegistrationsView_58b9ad591a77f5d298e5bab074e1aaa0,
  "/src/features/events/admin/versions/VersionsView.tsx#VersionsView": VersionsView_6ee904e35a6aefdeb125ef47ac59db58,
  "/src/features/registrations/admin/PersonField.tsx#PersonField": PersonField_be8e1ba3657f4f23da12652bb9cd1e1d,
  "/src/features/registrations/admin/SaveRegistrationButton.tsx#SaveRegistrationButton": SaveRegistrationButton_9dace1f2ec989ce117ff7c3557e0939f,
  "/src/panel/timeZone/TimeZoneField.tsx#TimeZoneField": TimeZoneField_fd307e13a7280454f6b4e92717a17cc5,
  "/src/panel/elements/FlagCell.tsx#FlagCell": FlagCell_aac6fa79443e79f0f07cbf2d165af488,
  "/src/features/accounts/admin/DeletePerson.tsx#DeletePerson": DeletePerson_65cd78abe88b22c36dd589b88361a54d,
  "/src/features/webhooks/admin/EventTypesCell.tsx#EventTypesCell": EventTypesCell_c2b121dfa2c8fbd33ab94f1fd55003e3,
  "/src/features/webhooks/admin/EventTypesField.tsx#EventTypesField": EventTypesField_f216260687685a0b80452aa7560315eb,
  "/src/features/webhooks/admin/StateCell.tsx#StateCell": StateCell_21c4efba66ff56bad4eff8ac3d84cdd8,
  "/src/features/webhooks/admin/StateField.tsx#StateField": StateField_669a18e32a6d4d90daec9a0733af3c29,
  "/src/features/webhooks/admin/LastAttemptCell.tsx#LastAttemptCell": LastAttemptCell_1bb56df7991b580b82e16f5ee78b3655,
  "/src/features/webhooks/admin/SecretField.tsx#SecretField": SecretField_b2cdcaae8bb144c2903e6c6193146ddc,
  "/src/features/webhooks/admin/DeliveriesView.tsx#DeliveriesView": DeliveriesView_a77710fc4beb445eda5cf77dbd5fd5e4,
  "/src/features/flags/admin/ValueField.tsx#ValueField": ValueField_6f1936b7d8641e3fd2677f97d3bbb414,
  "/src/features/flags/admin/RuleLabel.tsx#RuleLabel": RuleLabel_730cf6311374386ea220e6b01adae818,
  "/src/features/flags/admin/ReasonField.tsx#ReasonField": ReasonField_ffad9175181946e2db8beecb395fa0d2,
  "/src/features/flags/admin/StateCell.tsx#StateCell": StateCell_8b3af6545496a6379d1edd3ff4dd9421,
  "/src/features/flags/admin/StateField.tsx#StateField": StateField_d29237cb6b4054f27c9f6c7e66ae2053,
  "/src/features/flags/admin/ReviewCell.tsx#ReviewCell": ReviewCell_8ff2d9bd1e1ada51f2d34c87a749e86f,
  "/src/features/flags/admin/TesterView.tsx#TesterView": TesterView_3a0a8b50bdffe260acf6f143e8de40f0,
  "/src/features/flags/admin/HistoryView.tsx#HistoryView": HistoryView_a19b7e40667318f9284bca34fa105ecb,
  "/src/panel/skipLink/SkipLink.tsx#SkipLink": SkipLink_1c24b32db52dfba038f0f9b0c46674cb,
  "/src/panel/brand/Mark.tsx#Mark": Mark_024d1d0e7ae1da6d7ccd3a79d4d2fc7d,
  "/src/panel/brand/Logo.tsx#Logo": Logo_ba010ed130fe60d5a9f63f5607a9f84a,
  "/src/features/panelSearch/admin/PanelSearch.tsx#PanelSearch": PanelSearch_5ccd8c91d379536c5e986c95d1915aad,
  "/src/features/backgroundWork/admin/WorkLink.tsx#WorkLink": WorkLink_63c268680d3d3ee9bfedc97bbaff066d,
  "/src/panel/dashboard/Dashboard.tsx#Dashboard": Dashboard_80703ade5c73956060b028bc353e445b,
  "/src/panel/provider/PanelProvider.tsx#PanelProvider": PanelProvider_7b97f095875023fe333ad96cce4732c8,
  "@payloadcms/storage-s3/client#S3ClientUploadHandler": S3ClientUploadHandler_f97aa6c64367fa259c5bc0567239ef24,
  "/src/features/backgroundWork/admin/WorkView.tsx#WorkView": WorkView_23f221f37d8a17241accb63fb3cbf94a,
  "@payloadcms/next/rsc#CollectionCards": CollectionCards_f9c02e79a4aed9a3924487c0cd4cafb1
}
