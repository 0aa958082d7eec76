#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>
#include <string_view>

namespace eniplan::io {

/// Bytes of a file, read or to be written. Unlike std::string it neither clears the room into which a file is read nor
/// holds two copies while it grows, which counts for a dump of hundreds of megabytes.
class Buffer {
 public:
  Buffer() = default;
  explicit Buffer(std::string_view text) { append(text); }

  [[nodiscard]] char* data() { return bytes_.get(); }
  [[nodiscard]] const char* data() const { return bytes_.get(); }
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] std::string_view text() const { return {bytes_.get(), size_}; }

  /// Room for `count` more bytes behind the last one, to be taken with grow().
  [[nodiscard]] char* room(std::size_t count) {
    if (size_ + count > capacity_) reserve(size_ + count);
    return bytes_.get() + size_;
  }
  /// Takes the first `count` bytes of the room.
  void grow(std::size_t count) { size_ += count; }
  void append(std::string_view text) {
    if (text.empty()) return;
    std::memcpy(room(text.size()), text.data(), text.size());
    grow(text.size());
  }
  /// Forgets the bytes and keeps their room.
  void clear() { size_ = 0; }
  void remove_prefix(std::size_t count) {
    std::memmove(bytes_.get(), bytes_.get() + count, size_ - count);
    size_ -= count;
  }

 private:
  struct Free {
    void operator()(char* bytes) const { std::free(bytes); }
  };

  // By half as much again, so that a stream is read in linear time; a file asks for its whole size at once.
  void reserve(std::size_t least) {
    const std::size_t capacity = capacity_ == 0 ? least : std::max(least, capacity_ + capacity_ / 2);
    void* moved = std::realloc(bytes_.get(), capacity);
    if (moved == nullptr) throw std::bad_alloc();
    static_cast<void>(bytes_.release());
    bytes_.reset(static_cast<char*>(moved));
    capacity_ = capacity;
  }

  std::unique_ptr<char, Free> bytes_;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

}  // namespace eniplan::io
