/* A disk whose cache is lost: preloaded, it keeps beside each file of one folder an image that
 * holds only what was fsynced. After a SIGKILL the image is what a power cut would have left.
 *
 *   POWERCUT_DIR     the folder that is watched
 *   POWERCUT_IMAGE   where the image grows; NAME for each directory entry that was fsynced
 *   POWERCUT_TORN    "1": now and then half of an unsynced write reaches the disk too
 *   POWERCUT_FAIL_AT n: the n-th fsync fails with EIO, and what it should have kept is dropped
 *   POWERCUT_ROOM    n: the files of the folder may grow by n bytes; then the disk is full
 *
 * An entry is in the image, or gone from it, only after the folder was fsynced; a new file may
 * get a removed one's inode, and is another file. SQLite's -shm is memory, not disk.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILES 64
#define HANDLES 4096
#define FOLDER (FILES + 1)

struct range { off_t at; size_t size; };
struct file { ino_t inode; int shadow; struct range *dirty; size_t count, room; };

static struct file files[FILES];
static int known, handles[HANDLES]; /* handle -> 1 + index of its file, FOLDER, or 0 */
static long syncs, grown;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);
static int (*real_open)(const char *, int, ...);
static int (*real_unlink)(const char *);

static void image_path(char *path, const char *name) {
    snprintf(path, PATH_MAX, "%s/%s", getenv("POWERCUT_IMAGE"), name);
}

static void shadow_path(char *path, int number) {
    char name[16];
    snprintf(name, sizeof name, ".%d", number);
    image_path(path, name);
}

static void copy(int from, int to, off_t at, size_t size) {
    char part[65536];
    while (size) {
        ssize_t got = pread(from, part, size < sizeof part ? size : sizeof part, at);
        if (got <= 0 || real_pwrite(to, part, got, at) != got) return;
        at += got;
        size -= got;
    }
}

static void link_name(const char *name, int number) {
    char from[PATH_MAX], to[PATH_MAX];
    shadow_path(from, number);
    image_path(to, name);
    real_unlink(to);
    link(from, to);
}

/* The name of a file of the watched folder, or NULL. */
static const char *name_of(const char *path) {
    const char *folder = getenv("POWERCUT_DIR");
    size_t size = folder ? strlen(folder) : 0;
    if (!size || !path || strncmp(path, folder, size) || path[size] != '/') return NULL;
    return path + size + 1;
}

static int number_of(ino_t inode) {
    int found = 0;
    while (found < known && files[found].inode != inode) found++;
    return found;
}

static void watch(int handle, const char *path) {
    const char *folder = getenv("POWERCUT_DIR"), *name = name_of(path);
    if (handle < 0 || handle >= HANDLES || !folder || !path) return;
    handles[handle] = 0;
    if (strcmp(path, folder) == 0) { handles[handle] = FOLDER; return; }
    if (!name || (strlen(name) > 4 && strcmp(name + strlen(name) - 4, "-shm") == 0)) return;
    if (!real_pwrite) {
        real_pwrite = REAL(pwrite);
        real_open = REAL(open);
        real_unlink = REAL(unlink);
    }
    struct stat at;
    if (fstat(handle, &at)) return;
    int found = number_of(at.st_ino);
    if (found == known) {
        if (known == FILES) abort();
        char shadow[PATH_MAX];
        shadow_path(shadow, known);
        files[known].inode = at.st_ino;
        files[known++].shadow = real_open(shadow, O_RDWR | O_CREAT, 0600);
        if (at.st_size) { /* it was on disk before the power came on */
            copy(handle, files[found].shadow, 0, at.st_size);
            link_name(name, found);
        }
    }
    handles[handle] = found + 1;
}

static struct file *file_of(int handle) {
    int slot = handle >= 0 && handle < HANDLES ? handles[handle] : 0;
    return slot && slot != FOLDER ? &files[slot - 1] : NULL;
}

static void written(int handle, const void *data, off_t at, ssize_t size) {
    struct file *file = file_of(handle);
    if (!file || size <= 0) return;
    pthread_mutex_lock(&lock);
    if (file->count == file->room) {
        file->room = file->room ? 2 * file->room : 64;
        file->dirty = realloc(file->dirty, file->room * sizeof *file->dirty);
        if (!file->dirty) abort();
    }
    file->dirty[file->count++] = (struct range){at, size};
    const char *torn = getenv("POWERCUT_TORN");
    if (torn && *torn == '1' && rand() % 4 == 0) real_pwrite(file->shadow, data, size / 2, at);
    pthread_mutex_unlock(&lock);
}

/* Whether the disk has no room for a write; what fits is counted. */
static int full(int handle, off_t at, size_t size) {
    const char *room = getenv("POWERCUT_ROOM");
    struct stat now;
    if (!room || !file_of(handle) || fstat(handle, &now)) return 0;
    long growth = (long)at + (long)size - (long)now.st_size;
    if (growth <= 0) return 0;
    if (grown + growth > atol(room)) { errno = ENOSPC; return 1; }
    grown += growth;
    return 0;
}

static void sync_names(void) {
    char path[PATH_MAX];
    struct dirent *entry;
    DIR *image = opendir(getenv("POWERCUT_IMAGE"));
    while (image && (entry = readdir(image)))
        if (entry->d_name[0] != '.') {
            image_path(path, entry->d_name);
            real_unlink(path);
        }
    if (image) closedir(image);
    DIR *folder = opendir(getenv("POWERCUT_DIR"));
    while (folder && (entry = readdir(folder))) {
        int found = number_of(entry->d_ino);
        if (found < known) link_name(entry->d_name, found);
    }
    if (folder) closedir(folder);
}

static int synced(int handle, int (*real)(int)) {
    int slot = handle >= 0 && handle < HANDLES ? handles[handle] : 0;
    if (!slot) return real(handle);
    pthread_mutex_lock(&lock);
    const char *fail = getenv("POWERCUT_FAIL_AT");
    int failed = fail && ++syncs == atol(fail);
    if (slot == FOLDER) {
        if (!failed) sync_names();
    } else {
        struct file *file = &files[slot - 1];
        struct stat at;
        for (size_t n = 0; n < file->count && !failed; n++)
            copy(handle, file->shadow, file->dirty[n].at, file->dirty[n].size);
        if (!failed && !fstat(handle, &at)) (void)!ftruncate(file->shadow, at.st_size);
        file->count = 0;
    }
    pthread_mutex_unlock(&lock);
    if (failed) errno = EIO;
    return failed ? -1 : 0; /* the image is the disk: the real one need not be waited for */
}

#define OPEN(name)                                                   \
    int name(const char *path, int flags, ...) {                     \
        va_list rest;                                                \
        va_start(rest, flags);                                       \
        int mode = flags & O_CREAT ? va_arg(rest, int) : 0;          \
        va_end(rest);                                                \
        int handle = REAL(name)(path, flags, mode);                  \
        watch(handle, path);                                         \
        return handle;                                               \
    }
OPEN(open)
OPEN(open64)

#define PWRITE(name, type)                                           \
    ssize_t name(int handle, const void *data, size_t size, type at) { \
        if (full(handle, at, size)) return -1;                       \
        ssize_t done = REAL(name)(handle, data, size, at);           \
        written(handle, data, at, done);                             \
        return done;                                                 \
    }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

ssize_t write(int handle, const void *data, size_t size) {
    off_t at = file_of(handle) ? lseek(handle, 0, SEEK_CUR) : 0;
    if (full(handle, at, size)) return -1;
    ssize_t done = REAL(write)(handle, data, size);
    written(handle, data, at, done);
    return done;
}

/* What is cut off is room again. */
#define FTRUNCATE(name, type)                                        \
    int name(int handle, type length) {                              \
        struct stat before;                                          \
        int counted = file_of(handle) && !fstat(handle, &before);    \
        int failed = REAL(name)(handle, length);                     \
        if (counted && !failed && before.st_size > length) grown -= before.st_size - length; \
        return failed;                                               \
    }
FTRUNCATE(ftruncate, off_t)
FTRUNCATE(ftruncate64, off64_t)

int fsync(int handle) { return synced(handle, REAL(fsync)); }
int fdatasync(int handle) { return synced(handle, REAL(fdatasync)); }

int unlink(const char *path) {
    struct stat at;
    if (name_of(path) && !stat(path, &at) && at.st_nlink == 1) {
        pthread_mutex_lock(&lock);
        int found = number_of(at.st_ino);
        if (found < known) files[found].inode = 0; /* its inode may come again */
        pthread_mutex_unlock(&lock);
    }
    return REAL(unlink)(path);
}

int close(int handle) {
    if (handle >= 0 && handle < HANDLES) handles[handle] = 0;
    return REAL(close)(handle);
}
