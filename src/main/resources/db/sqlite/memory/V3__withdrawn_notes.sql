-- What an agent shared counts no longer once it was expelled.
UPDATE memory SET withdrawn =
  (SELECT MIN(news.seq) FROM memory news
   WHERE news.session = memory.session AND news.owner = '' AND news.kind = 'news'
   AND news.author = memory.author)
WHERE owner = '*';
