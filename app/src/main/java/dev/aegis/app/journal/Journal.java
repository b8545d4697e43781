package dev.aegis.app.journal;

import dev.aegis.room.Draft;
import dev.aegis.room.Handle;
import dev.aegis.room.Intent;
import dev.aegis.room.RoomException;
import dev.aegis.room.RoomId;
import dev.aegis.room.RoomMessage;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything that must survive a crash, in one SQLite file of a state directory.
 *
 * <p><b>Files.</b> {@code journal.db} (with {@code -wal} and {@code -shm} while it is open), {@code
 * journal.lock} (who has it) and {@code journal.mark} (how much was acknowledged). Tables: {@code
 * messages} (room, seq, id, the message's wire form word for word, its link of the room's hash
 * chain), {@code rooms} (the end of each log), {@code inbox} (alerts), {@code chat_entries} (what
 * happened in chats with those outside), {@code edits} and {@code updates} (what people changed in
 * reports, and told users), {@code mirrors} and {@code mirrored} (how far rooms were carried to
 * chats elsewhere), {@code outbox} and {@code outbox_channels} (what waits to be sent to others),
 * {@code journal} (a count of commits), {@code epoch} (the newest fencing number).
 *
 * <p><b>Durability.</b> Every write is one transaction, and SQLite syncs its write-ahead log before
 * it reports the commit ({@code synchronous=FULL}, see <a
 * href="https://sqlite.org/wal.html">sqlite.org/wal.html</a>). What is returned was therefore on
 * the device, as far as the device tells the truth about a sync. What an earlier process wrote
 * without living to sync it is synced on opening, before it is shown to anybody. A torn tail is cut
 * by the checksums of the log and holds nothing that was acknowledged.
 *
 * <p><b>Damage.</b> A text that was changed is found by the hash chain, a missing entry by the
 * numbers without gaps, a log that lost its end by {@link HighMark}. Not found: damage to the log's
 * end together with the loss of the mark, and a forger who computes the chain anew.
 *
 * <p>One process a directory; another one gets {@link RoomException.Code#IN_USE}. Safe for use by
 * several threads: writes take turns, reads go beside them.
 */
public final class Journal implements AutoCloseable {
  /** How many entries are held in memory at once while a log is read. */
  static final int PAGE = 256;

  private static final List<Intent> ACTS = List.of(Intent.EXECUTION, Intent.VERIFICATION);

  /** What tells how executed plans went. */
  private static final List<Intent> EXECUTED =
      List.of(Intent.SIGNAL, Intent.APPROVAL_REQUEST, Intent.EXECUTION, Intent.VERIFICATION);

  private final DirectoryLock lock;
  private final Store store;
  private final InstantSource clock;
  private final Inbox inbox;
  private final ChatLog chats;
  private final EditLog edits;
  private final EditLog updates;
  private final Outbox outbox;
  private final MirrorLog mirrors;
  private final Bells bells = new Bells();
  private long epoch;

  private Journal(DirectoryLock lock, Store store, InstantSource clock) {
    this.lock = lock;
    this.store = store;
    this.clock = clock;
    this.inbox = new Inbox(store, clock);
    this.chats = new ChatLog(store);
    this.edits = new EditLog(store, EditLog.EDITS);
    this.updates = new EditLog(store, EditLog.UPDATES);
    this.outbox = new Outbox(store);
    this.mirrors = new MirrorLog(store);
  }

  /**
   * Opens the journal of a state directory; makes both when they are not there, for their owner
   * only.
   *
   * @param directory the state directory, {@code AEGIS_HOME}
   * @param clock gives the time at which a message or an alert is accepted
   * @throws RoomException IN_USE, UNREADABLE or NOT_DURABLE
   */
  public static Journal open(Path directory, InstantSource clock) {
    return open(directory, clock, Store.Witness.NONE);
  }

  static Journal open(Path directory, InstantSource clock, Store.Witness witness) {
    DirectoryLock lock = null;
    HighMark mark = null;
    try {
      Path home = made(directory).toRealPath();
      lock = DirectoryLock.take(home);
      Path file = home.resolve("journal.db");
      makeFile(file);
      for (String left : List.of("journal.db-wal", "journal.db", "")) {
        sync(home.resolve(left));
      }
      mark = new HighMark(home.resolve("journal.mark"));
      return new Journal(lock, Store.open(file, mark, witness), clock);
    } catch (IOException e) {
      release(mark, lock);
      throw new RoomException(
          RoomException.Code.NOT_DURABLE,
          "expected a state directory that can be written, found "
              + directory
              + " where it fails ("
              + e
              + "); see to its rights and its disk, or set AEGIS_HOME to another directory",
          e);
    } catch (RuntimeException e) {
      release(mark, lock);
      throw e;
    }
  }

  /** Opens the next room of the year, in UTC. No number is given twice, not even after a crash. */
  public RoomId openRoom(Instant now) {
    return store.write(connection -> Rooms.open(connection, now));
  }

  /** All rooms, by year and number. */
  public List<RoomId> rooms() {
    return store.read(Rooms::all);
  }

  /**
   * The fencing number of this process at every target: larger than that of every process that had
   * this journal before, and durable before this returns. The same for as long as it is open.
   */
  public synchronized long epoch() {
    if (epoch == 0) {
      epoch = store.write(Schema::nextEpoch);
    }
    return epoch;
  }

  /** The executions and verifications of every room, in the order in which they became durable. */
  public List<RoomMessage> acts() {
    return store.read(connection -> RoomLog.ofAllRooms(connection, ACTS)).stream()
        .filter(m -> ACTS.contains(m.intent()))
        .toList();
  }

  /** Of every room what tells how executed plans went, the oldest room first. */
  public List<List<RoomMessage>> executed() {
    Map<RoomId, List<RoomMessage>> rooms = new LinkedHashMap<>();
    for (RoomMessage message : store.read(connection -> RoomLog.ofAllRooms(connection, EXECUTED))) {
      rooms.computeIfAbsent(message.room(), _ -> new ArrayList<>()).add(message);
    }
    return List.copyOf(rooms.values());
  }

  public Inbox inbox() {
    return inbox;
  }

  /** What happened in chats with those outside. */
  public ChatLog chats() {
    return chats;
  }

  /** What people changed in the reports on incidents. */
  public EditLog edits() {
    return edits;
  }

  /** What users were told of incidents. */
  public EditLog updates() {
    return updates;
  }

  /** What waits to be sent to others. */
  public Outbox outbox() {
    return outbox;
  }

  /** The log of one room, whole and in order; empty where nothing was said in it. */
  public List<RoomMessage> log(RoomId room) {
    List<RoomMessage> log = new ArrayList<>();
    for (List<RoomMessage> page = page(room, 0);
        !page.isEmpty();
        page = page(room, page.getLast().seq())) {
      log.addAll(page);
    }
    return List.copyOf(log);
  }

  /** How far rooms were carried to chats elsewhere. */
  public MirrorLog mirrors() {
    return mirrors;
  }

  /**
   * Writes the texts of a room's entries as they lie in the file, one a line, without a look at
   * what they say or whether they are whole.
   */
  public void export(RoomId room, OutputStream out) throws IOException {
    List<RoomLog.Entry> page = stored(room, 0);
    while (!page.isEmpty()) {
      for (RoomLog.Entry entry : page) {
        out.write(entry.raw());
        out.write('\n');
      }
      page = stored(room, page.getLast().seq());
    }
  }

  /**
   * Looks at everything: the pages of the file, every room's chain, every message and alert.
   *
   * @return what is wrong, one sentence each; empty when all is well
   */
  public List<String> check() {
    List<String> findings = new ArrayList<>(store.read(Check::pages));
    for (RoomId room : rooms()) {
      try {
        long seq = 0;
        for (List<RoomMessage> page = page(room, 0); !page.isEmpty(); page = page(room, seq)) {
          seq = page.getLast().seq();
        }
        edits.of(room);
        updates.of(room);
      } catch (RoomException e) {
        findings.add(e.getMessage());
      }
    }
    try {
      inbox.all();
    } catch (RoomException e) {
      findings.add(e.getMessage());
    }
    try {
      chats.each(_ -> {});
    } catch (RoomException e) {
      findings.add(e.getMessage());
    }
    return List.copyOf(findings);
  }

  /** Adds all drafts or none. */
  List<RoomMessage> append(RoomId room, Handle sender, List<Draft> drafts) {
    List<RoomMessage> added =
        store.write(connection -> {
          RoomLog log = new RoomLog(connection, room);
          Instant now = clock.instant();
          List<RoomMessage> messages = new ArrayList<>();
          for (Draft draft : drafts) {
            messages.add(log.add(sender, draft, now));
          }
          return List.copyOf(messages);
        });
    added.forEach(message -> bells.of(room).ring(message.seq()));
    return added;
  }

  /** How many messages a room has. */
  public long length(RoomId room) {
    return store.read(
        connection -> new RoomLog(connection, room).end().map(RoomLog.End::seq).orElse(0L));
  }

  /** At most {@link #PAGE} messages after one of them; empty at the end of the log. */
  List<RoomMessage> page(RoomId room, long afterSeq) {
    return store.read(connection -> new RoomLog(connection, room).proved(afterSeq, PAGE)).stream()
        .map(entry -> RoomLog.message(room, entry))
        .toList();
  }

  Bells.Bell bell(RoomId room) {
    return bells.of(room);
  }

  @Override
  public void close() {
    store.close();
    release(lock);
  }

  private List<RoomLog.Entry> stored(RoomId room, long afterSeq) {
    return store.read(connection -> new RoomLog(connection, room).stored(afterSeq, PAGE));
  }

  /** Makes the directory; an entry in a directory is durable when that directory was synced. */
  private static Path made(Path directory) throws IOException {
    if (directory.toAbsolutePath().toString().contains("?")) {
      // The driver would take the rest of the name for settings and open another file.
      throw new IOException("a question mark in the name of a directory");
    }
    if (Files.isDirectory(directory)) {
      return directory;
    }
    Path parent = directory.toAbsolutePath().getParent();
    if (parent != null && !Files.exists(parent)) {
      made(parent);
    }
    try {
      Files.createDirectory(directory, forOwner(directory, "rwx------"));
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(directory)) {
        throw e;
      }
    }
    if (parent != null) {
      sync(parent);
    }
    return directory;
  }

  /** SQLite gives the files beside the database the rights of the database. */
  private static void makeFile(Path file) throws IOException {
    try {
      Files.createFile(file, forOwner(file, "rw-------"));
    } catch (FileAlreadyExistsException e) {
      // It was made by an earlier process; its owner may have given it other rights since.
    }
  }

  private static FileAttribute<?>[] forOwner(Path path, String rights) {
    boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(rights))
        }
        : new FileAttribute<?>[0];
  }

  private static void sync(Path path) throws IOException {
    boolean directory = Files.isDirectory(path);
    if (!Files.exists(path) || (directory && isWindows())) {
      return;
    }
    StandardOpenOption how = directory ? StandardOpenOption.READ : StandardOpenOption.WRITE;
    try (FileChannel channel = FileChannel.open(path, how)) {
      channel.force(true);
    }
  }

  /** There a directory cannot be opened, and its entries are durable without it. */
  private static boolean isWindows() {
    return File.separatorChar == '\\';
  }

  private static void release(@Nullable AutoCloseable... held) {
    for (AutoCloseable one : held) {
      try {
        if (one != null) {
          one.close();
        }
      } catch (Exception e) {
        // The process gives it back when it ends; what is thrown already says more.
      }
    }
  }
}
