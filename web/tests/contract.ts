// Holds shared/types.ts to the API document: what the server says it sends must be what we read, and what
// we send must be what it takes. Nothing runs here; `npm run check` compiles it.
import type { components } from '../shared/api';
import type * as ours from '../shared/types';
import type { ParkedPayment } from '../studio/data/types';

type Server = components['schemas'];
type Reads<Theirs extends Ours, Ours> = [Theirs, Ours];

export type Replies = [
  Reads<Server['ImageView'], ours.ImageView>,
  Reads<Server['MediaView'], ours.MediaView>,
  Reads<Server['AccountView'], ours.AccountView>,
  Reads<Server['AuthorView'], ours.AuthorView>,
  Reads<Server['MeView'], ours.MeView>,
  Reads<Server['SessionView'], ours.SessionView>,
  Reads<Server['ProductCard'], ours.ProductCard>,
  Reads<Server['ProductPage'], ours.ProductPage>,
  Reads<Server['CollectionView'], ours.CollectionView>,
  Reads<Server['CollectionPage'], ours.CollectionPage>,
  Reads<Server['PostView'], ours.PostView>,
  Reads<Server['CommentView'], ours.CommentView>,
  Reads<Server['ReactionView'], ours.ReactionResult>,
  Reads<Server['FeedItem'], ours.FeedItem>,
  Reads<Server['FeedPage'], ours.Page<ours.FeedItem>>,
  Reads<Server['CartView'], ours.CartView>,
  Reads<Server['ShippingOptionView'], ours.ShippingOption>,
  Reads<Server['OrderView'], ours.OrderView>,
  Reads<Server['NotificationView'], ours.NotificationView>,
  Reads<Server['SearchResult'], ours.SearchResult>,
  Reads<Server['SuggestionView'], ours.Suggestion>,
  Reads<Server['TrendView'], ours.Trend>,
  Reads<Server['ComparisonView'], ours.ComparisonView>,
  Reads<Server['DropView'], ours.DropView>,
  Reads<Server['TicketView'], ours.DropTicket>,
  Reads<Server['ReturnView'], ours.ReturnView>,
  Reads<Server['ReturnOptions'], ours.ReturnOptions>,
  Reads<Server['WarrantyView'], ours.WarrantyView>,
  Reads<Server['ClaimView'], ours.ClaimView>,
  Reads<Server['StoreCreditView'], ours.StoreCreditView>,
  Reads<Server['WaysToPay'], ours.PaymentProviders>,
  Reads<Server['OrderPaymentAnswer'], ours.CheckoutAnswer>,
  Reads<Server['ParkedPayments'], { items: ParkedPayment[] }>,
];

export type Requests = [
  Reads<ours.CheckoutRequest, Server['CheckoutRequest']>,
  Reads<ours.NewPost, Server['CreatePost']>,
];
